import { archiveOfRelease } from './apt-sources';
import { libraryPackages, packagesFor } from './debian-packages';
import { installCommand } from './install-advice';
import { parseOsRelease } from './os-release';
import { aptConfiguration } from './private-apt';
import { readMissing } from './shared-libraries';
import { isNewEnough, readVersion } from './versions';

describe('the archive of the release', () => {
  const stanza = 'Types: deb\n# a comment\nURIs: http://mirror.example/debian\nSuites: bookworm bookworm-updates\nComponents: main\nSigned-By: /usr/share/keyrings/d.gpg\n';
  const security = 'Types: deb\nURIs: http://mirror.example/security\nSuites: bookworm-security\nComponents: main\n';
  it.each<[string, string, string, unknown]>([
    ['a stanza', 'debian.sources', `${security}\n${stanza}`, { uri: 'http://mirror.example/debian', signedBy: '/usr/share/keyrings/d.gpg' }],
    ['a stanza with an inline key', 'd.sources', stanza.replace('/usr/share/keyrings/d.gpg', '\n -----BEGIN PGP-----\n .\n AbC'), { uri: 'http://mirror.example/debian' }],
    ['a disabled stanza', 'd.sources', `Enabled: no\n${stanza}`, undefined],
    ['sources only', 'd.sources', stanza.replace('Types: deb', 'Types: deb-src'), undefined],
    ['another release', 'd.sources', stanza.replaceAll('bookworm', 'trixie'), undefined],
    ['a line', 'sources.list', '# old\ndeb-src http://a bookworm main\ndeb http://mirror.example/debian bookworm main contrib', { uri: 'http://mirror.example/debian' }],
    ['a line with options', 'sources.list', 'deb [arch=amd64 signed-by=/k.gpg] http://m/debian bookworm main', { uri: 'http://m/debian', signedBy: '/k.gpg' }],
    ['another vendor', 'cloud.list', 'deb https://vendor.example/apt cloud-bookworm main', undefined],
    ['nothing', 'sources.list', '', undefined],
  ])('is read from %s', (_, name, text, expected) => expect(archiveOfRelease([{ name, text }], 'bookworm')).toEqual(expected));
});

describe('what the system says about itself', () => {
  it.each([
    ['ID=debian\nVERSION_CODENAME=bookworm\n', { id: 'debian', codename: 'bookworm', debianLike: true }],
    ['ID=ubuntu\nID_LIKE=debian\nVERSION_CODENAME="noble"\n', { id: 'ubuntu', codename: 'noble', debianLike: true }],
    ["ID='linuxmint'\nID_LIKE=\"ubuntu debian\"", { id: 'linuxmint', codename: '', debianLike: true }],
    ['ID=fedora', { id: 'fedora', codename: '', debianLike: false }],
    ['', { id: '', codename: '', debianLike: false }],
  ])('%j', (text, expected) => expect(parseOsRelease(text)).toEqual(expected));
});

describe('versions', () => {
  it.each([
    ['nats-server', 'nats-server: v2.15.1\n', '2.15.1'], ['nats-server', 'Redis server v=7.0.15 sha=0', undefined], ['nats-server', '', undefined],
    ['promtool', 'promtool, version 2.42.0+ds (branch: debian/sid, revision: 2.42.0+ds-5)\n  build user: x', '2.42.0'],
    ['redis-server', 'Redis server v=7.0.15 sha=00000000:0 malloc=jemalloc-5.3.0 bits=64', '7.0.15'], ['redis-server', 'something else', undefined],
  ] as const)('%s says %j', (name, output, version) => expect(readVersion(name, output)).toBe(version));
  it.each([
    ['nats-server', '2.14.0', true], ['nats-server', '2.13.9', false], ['nats-server', '2.9.10', false], ['nats-server', '3.0.0', true],
    ['redis-server', '6.2.0', true], ['redis-server', '6.0.16', false], ['redis-server', '8.0.2', true],
  ] as const)('%s %s is new enough: %s', (name, version, enough) => expect(isNewEnough(name, version)).toBe(enough));
});

describe('libraries', () => {
  const depends = 'libc6 (>= 2.34), libjemalloc2 (>= 5.0.0), liblzf1, libssl3 (>= 3.0.0) | libssl, adduser';
  it('come from library packages', () => expect(libraryPackages(depends)).toEqual(['libjemalloc2', 'liblzf1', 'libssl3']));
  it('are looked for where the name fits', () => expect(packagesFor(['liblzf.so.1'], ['libjemalloc2', 'liblzf1'])).toEqual(['liblzf1']));
  it('are looked for everywhere when no name fits', () => expect(packagesFor(['libxyz.so.1'], ['libjemalloc2', 'liblzf1'])).toEqual(['libjemalloc2', 'liblzf1']));
  it('are named by the linker when they are missing', () =>
    expect(readMissing('\tlinux-vdso.so.1 (0x7)\n\tlibm.so.6 => /lib/libm.so.6 (0x7)\n\tliblzf.so.1 => not found\n')).toEqual(['liblzf.so.1']));
});

describe('the configuration of apt', () => {
  it('points everything into its own directory, after what it takes over', () => {
    const text = aptConfiguration('/x', 'Acquire::http::Proxy "http://proxy:3128";');
    expect(text.startsWith('Acquire::http::Proxy')).toBe(true);
    const paths = [...text.matchAll(/^Dir::\S+ "([^"]*)"/gm)].map((match) => match[1]);
    expect(paths.filter((path) => path !== '/dev/null' && !path?.startsWith('/x'))).toEqual([]);
    expect(paths).toHaveLength(11);
  });
});

describe('the one command to run', () => {
  it.each([
    ['redis-server', 'darwin', '', 'brew install redis'], ['nats-server', 'darwin', '', 'brew install nats-server'],
    ['redis-server', 'linux', 'debian', 'sudo apt-get install -y redis-server'], ['redis-server', 'linux', 'fedora', 'sudo dnf install -y redis'],
  ] as const)('for %s on %s %s', (server, platform, id, command) => expect(installCommand(server, platform, { id, debianLike: id === 'debian' })).toBe(command));
});

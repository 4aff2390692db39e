import type { Command } from 'commander';
import { type ArtefactVersionRef, COMMAND_LIMITS, parseVersion, sha256Hex, versionKey } from '@tongban/domain';
import { allRows } from '@tongban/operator';
import { type Session, textOption } from '../../command-action';
import { readGiven } from '../../fields-file';
import { UsageError } from '../../outcome';
import { effectiveMoment, whenApproved } from '../../standards/effective-moment';
import { ownerOfVersions } from '../../standards/show';
import { type StepContext, handleStep, ownerGiven } from '../../standards/step-command';
import { versionGiven } from '../../standards/version-given';
import { wholeNumber } from '../../standards/whole-number';

/** Drafts that begin with something published: earlier contents as new versions, and marked patches. Nothing is edited or unpublished. */
export function registerDerivedDrafts(parent: Command, session: Session): void {
  const derived = (name: string, description: string): Command => parent.command(name).description(description).argument('<version>', 'KIND/ID@VERSION')
    .option('--effective-from <instant>', '实施时间，默认后天零时 / effective from, the day after tomorrow by default').option('--transition-days <n>', '过渡期天数 / days of transition')
    .option('--title-zh <text>', '草案名称 / title').option('--title-en <text>', '英文名称 / title in English');
  handleStep(derived('revert', '以较早版本的内容起草新版本 / draft an earlier content as a new version')
    .option('--major', '与最新版本不兼容时提升主版本号 / the next major version, where it breaks the newest one'), session, async (context, [version = '']) => {
    const restored = versionGiven(version);
    const { owner, newest, terms } = await basis(context, restored, '恢复', 'Revert to');
    const { major, minor } = parseVersion(newest);
    const next = context.options['major'] === true ? `${major + 1}.0` : `${major}.${minor + 1}`;
    return { owner, command: { type: 'draft-revert', ...terms, artefacts: [{ ...restored, version: next, restores: restored.version }] } };
  });
  handleStep(derived('corrigendum', '起草勘误 / draft a corrigendum').argument('<file.json>', '改正后的全文 / the corrected record'), session, async (context, [version = '', file = '']) => {
    const patched = versionGiven(version);
    const { owner, newestOfMajor, terms } = await basis(context, patched, '勘误', 'Corrigendum to');
    const next = parseVersion(newestOfMajor);
    return { owner, command: { type: 'draft-corrigendum', ...terms, artefacts: [{ ...patched, version: `${next.major}.${next.minor + 1}`, patches: patched.version, content: record(readGiven(context.session.io, file), file) }] } };
  });
}

async function basis(context: StepContext, version: ArtefactVersionRef, zh: string, en: string) {
  const { operator, options, desk } = context;
  const owner = ownerGiven(options) ?? (await ownerOfVersions(operator, [version]));
  const versions = await allRows(operator, 'artefacts', { kind: version.kind, id: version.id, owner });
  const { major } = parseVersion(version.version);
  const key = versionKey(version);
  return {
    owner, newest: versions.at(-1)?.version ?? version.version, newestOfMajor: versions.filter((one) => parseVersion(one.version).major === major).at(-1)?.version ?? version.version,
    terms: {
      draftId: `derived-${sha256Hex(owner, key, en, versions.map((one) => one.version).join(' ')).slice(0, 16)}`,
      title: { zh: textOption(options, 'titleZh') ?? `${zh} ${key}`, en: textOption(options, 'titleEn') ?? `${en} ${key}` },
      effectiveFrom: effectiveMoment(textOption(options, 'effectiveFrom')) ?? whenApproved(await desk.now(owner)),
      transitionDays: wholeNumber(options, 'transition-days', { min: 0, max: COMMAND_LIMITS.transitionDays, otherwise: 0 }),
    },
  };
}

function record(text: string, file: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    throw new UsageError(`${file}不是JSON`, `${file} is not JSON`);
  }
}

import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { AccountsFile } from '@tongban/operator';
import { type AlertListDocument, type AuditListDocument, type CaseDocument, type CaseListDocument, REGION_CODES, streams, subjects } from '@tongban/contracts';
import { openMessage, readCaseEntry } from '@tongban/trust';
import { tongban } from '../../packages/cli/test/run';
import type { RetryBatchDocument, ShownFailure, ShownFailures } from '../../services/console/src/documents';
import { ConsoleClient } from '../browser/console-client';
import { consoleOf } from '../harness/console-of';
import { eventually } from '../harness/eventually';
import type { TestEnvironment } from '../harness/test-environment';
import { allWalks, between, walk } from '../harness/walks';
import { play } from './walks';

interface Live { readonly entries: number; readonly total: number; readonly changed: readonly { readonly caseNo: string }[]; readonly more: boolean }
interface Now { readonly ok: boolean; readonly regions: readonly { readonly region: string; readonly reachable: boolean }[]; readonly pairs: readonly unknown[]; readonly needs: readonly { readonly id: string }[] }

/** The console's interface, as its pages use it. */
export function describeConsole(environment: () => TestEnvironment): void {
  describe("the console's interface", () => {
    let accounts: AccountsFile;
    let url: string;
    const signedIn = async (login: string, roles: Parameters<AccountsFile['add']>[0]['roles'], scope: string[] | null = null): Promise<ConsoleClient> => {
      const client = new ConsoleClient(url);
      expect(await client.signIn(login, await accounts.add({ login, name: login, roles, scope }), '/cases')).toBe('/cases');
      return client;
    };
    let operator: ConsoleClient;

    beforeAll(async () => {
      const { setup } = environment();
      accounts = new AccountsFile(setup.layout.root, setup.file.environment);
      url = await consoleOf(environment());
      operator = await signedIn('ops', ['operator']);
    }, 90_000);

    it('lets nobody in without a session, with a wrong password, or with a change that no page sent', async () => {
      const stranger = new ConsoleClient(url);
      expect(await stranger.ask('now')).toMatchObject({ status: 401, type: expect.stringContaining('application/problem+json'), body: { code: 'session.missing', zh: expect.any(String), nextEn: expect.any(String) } });
      expect(await stranger.signIn('ops', 'wrong-password')).toBe(401);
      expect(await operator.ask('sign-out', { method: 'POST', csrf: 'forged' })).toMatchObject({ status: 403, body: { code: 'session.forged' } });
      const leaving = await signedIn('leaving', ['operator']);
      expect((await leaving.ask('sign-out', { method: 'POST' })).status).toBe(204);
      expect((await leaving.ask('now')).status).toBe(401);
    });

    it('refuses what an office may not, and cases of other provinces', async () => {
      const auditor = await signedIn('auditor', ['auditor']);
      expect(await auditor.ask('cases')).toMatchObject({ status: 403, body: { code: 'session.forbidden' } });
      expect(await operator.ask('security-events')).toMatchObject({ status: 403, body: { code: 'session.forbidden' } });
      expect((await (await signedIn('guard', ['security-administrator'])).ask('security-events')).status).toBe(200);
      const handler = await signedIn('handler', ['handler'], ['310000']);
      const { rows } = await handler.json<CaseListDocument>('cases?limit=500');
      expect(rows.length).toBeGreaterThan(0);
      expect(rows.filter(({ opener, counterpart }) => ![opener, counterpart].includes('310000'))).toEqual([]);
      expect((await handler.ask('cases?participant=110000')).status).toBe(403);
      const foreign = (await operator.json<CaseListDocument>('cases?limit=500')).rows.find(({ opener, counterpart }) => ![opener, counterpart].includes('310000'))!;
      expect(await handler.ask(`cases/${foreign.caseNo}`)).toMatchObject({ status: 403, body: { code: 'session.forbidden' } });
      expect((await operator.json<CaseDocument>(`cases/${foreign.caseNo}`)).caseNo).toBe(foreign.caseNo);
    });

    it('pages through every case of every region once, in order', async () => {
      const here = (await Promise.all(REGION_CODES.map((region) => environment().list(region)))).flatMap(({ rows }) => rows.map(({ caseNo }) => caseNo));
      const paged: string[] = [];
      for (let after = ''; ;) {
        const { rows, next, total } = await operator.json<CaseListDocument>(`cases?limit=7&count=true&after=${encodeURIComponent(after)}`);
        paged.push(...rows.map(({ caseNo }) => caseNo));
        expect(total).toBe(here.length);
        if (next === undefined) break;
        after = next;
      }
      expect(paged).toHaveLength(new Set(paged).size);
      expect([...paged].sort()).toEqual([...here].sort());
    });

    it('says what is wrong with a question, and where there is nothing', async () => {
      expect(await operator.ask('cases?limit=0')).toMatchObject({ status: 400, body: { code: 'query.invalid' } });
      expect(await operator.ask('cases/310000-20260302-AAAAAAA-A')).toMatchObject({ body: { code: 'case.number-invalid' } });
      expect(await operator.ask('find?value=nothing-like-this')).toMatchObject({ status: 404, body: { code: 'find.nothing' } });
      expect(await operator.ask('no/such/path')).toMatchObject({ status: 404, body: { code: 'console.no-such-path' } });
      expect(await operator.ask('deadlines/calendar?from=2026-01-01&to=2026-12-31')).toMatchObject({ status: 400, body: { code: 'query.invalid' } });
    });

    it('shows every region and every ordered pair, standards, links and the calendar', async () => {
      const now = await operator.json<Now>('now');
      expect(now.regions.map(({ region, reachable }) => [region, reachable])).toEqual(REGION_CODES.map((region) => [region, true]));
      expect(now.pairs).toHaveLength(REGION_CODES.length ** 2);
      expect((await operator.json<{ pairs: unknown[] }>('links')).pairs).toHaveLength(REGION_CODES.length * (REGION_CODES.length - 1));
      expect((await operator.json<{ rows: unknown[] }>('standards/table?limit=500')).rows.length).toBeGreaterThan(50);
      const { days } = await operator.json<{ days: { date: string; working: boolean }[] }>('deadlines/calendar?from=2026-02-28&to=2026-03-07');
      expect(days.map(({ working }) => working)).toEqual([true, false, true, true, true, true, true, false]);
    });

    it('has (wish 2) failed messages found by cause, retried one or many at a rate, discarded with a reason, and all of it on the audit trail', async () => {
      const poison = await environment().raw('310000');
      for (const text of ['no receipts, for the console', 'nor these']) await poison.submit(Buffer.from(text), 'yrd', 'receipts');
      const open = () => operator.json<ShownFailures>('failures?region=yrd&code=message.malformed&consumer=border');
      const [first, second] = await eventually('both are listed', async () => { const { rows } = await open(); return rows.length >= 2 ? rows : undefined; });
      expect((await open()).groups).toEqual([expect.objectContaining({ code: 'message.malformed', consumer: 'border', region: 'yrd', side: 'sender' })]);
      const path = `failures/yrd/${first!.sequence}`;
      expect(await operator.json(path)).toMatchObject({ target: { stream: 'SUBMIT_310000', consumer: 'border' }, side: 'sender', next: { zh: expect.any(String) }, undecodable: expect.any(String) });
      expect(await operator.ask(`${path}/retry`, { method: 'POST', body: {} })).toMatchObject({ status: 200, body: { state: 'open', actions: [{ outcome: 'started', by: 'operator:ops' }, { outcome: 'failed-again' }] } });
      expect(await operator.ask(`${path}/discard`, { method: 'POST', body: {} })).toMatchObject({ status: 400, body: { code: 'query.invalid' } });
      expect(await operator.ask(`${path}/discard`, { method: 'POST', body: { reason: '不是回执，已告知发送方' } })).toMatchObject({ status: 200, body: { state: 'discarded' } });
      const { body: begun } = await operator.ask('failures/batches', { method: 'POST', body: { region: 'yrd', code: 'message.malformed', consumer: 'border', perSecond: 50 } });
      const batch = await eventually('the batch is over', async () => { const one = await operator.json<RetryBatchDocument>(`failures/batches/${(begun as RetryBatchDocument).id}`); return one.state === 'running' ? undefined : one; });
      expect(batch).toMatchObject({ state: 'done', left: 0, failed: batch.total });
      expect(await operator.json(`failures/yrd/${second!.sequence}`)).toMatchObject({ state: 'open', retries: 1 });
      const slow = (await operator.ask('failures/batches', { method: 'POST', body: { region: 'yrd', code: 'message.malformed', perSecond: 0.1 } })).body as RetryBatchDocument;
      expect(await operator.ask(`failures/batches/${slow.id}`, { method: 'DELETE' })).toMatchObject({ status: 200 });
      await eventually('the slow one is stopped', async () => ((await operator.json<RetryBatchDocument>(`failures/batches/${slow.id}`)).state === 'stopped' ? true : undefined));
      const auditor = await signedIn('auditor-2', ['auditor']);
      expect(await auditor.ask(`${path}/retry`, { method: 'POST', body: {} })).toMatchObject({ status: 403, body: { code: 'session.forbidden' } });
      const { rows } = await auditor.json<AuditListDocument>('audit?actor=operator:ops&limit=200');
      expect(rows.map(({ action, outcome, client }) => `${action} ${outcome} ${client}`)).toEqual(expect.arrayContaining(['session.begin ok console', 'session.begin session.refused console', 'failure.retry message.malformed console', 'failure.discard ok console']));
      const exported = (await auditor.text('audit/export?actor=operator:ops')).text.trim().split('\n');
      expect(exported.map((line) => (JSON.parse(line) as { number: number }).number).length).toBe(rows.length);
      const raised = await eventually('its hub raised an alert', async () => (await operator.json<AlertListDocument>('alerts?region=yrd')).rows.find(({ ruleId }) => ruleId === 'failed-messages'));
      expect(raised).toMatchObject({ severity: 'critical', wording: { zh: '有消息处理失败' } });
      expect(await auditor.ask(`alerts/yrd/${raised.number}/acknowledge`, { method: 'POST', body: {} })).toMatchObject({ status: 403, body: { code: 'session.forbidden' } });
      expect(await operator.ask(`alerts/yrd/${raised.number}/acknowledge`, { method: 'POST', body: { reason: '已联系发送方' } })).toMatchObject({ status: 200, body: { acknowledged: { by: 'operator:ops', reason: '已联系发送方' } } });
      expect(await operator.ask('alerts/yrd/999999/acknowledge', { method: 'POST', body: {} })).toMatchObject({ status: 404, body: { code: 'find.nothing' } });
      for (const one of (await open()).rows) await operator.ask(`failures/yrd/${one.sequence}/discard`, { method: 'POST', body: { reason: '测试结束' } });
    }, 60_000);

    it('has (wish 1) a message that failed corrected by two persons, sent by its sender once, and shows what became of it from the log', async () => {
      const base = between(walk('F-PEN-ENT.normal'), { opener: '310115', counterpart: '510104' });
      const [first] = base.messages;
      const raw = await environment().raw('310000');
      const bytes = await raw.make({ flow: base.flow, item: base.item, caseNo: raw.caseNo('310115'), message: first!.message, from: '310115', to: '510104', open: first!.open, personal: first!.personal, ...(first!.onBehalfOf && { onBehalfOf: first!.onBehalfOf }) });
      // As a hub gone bad would put it into the exchange: without the word of a border.
      const nc = await environment().hubConnection('yrd');
      await nc.jetstream().publish(subjects.exchange('sandbox', 'yrd', '310000', 'yrd', 'hub', '07', 'message'), bytes);
      const failure = await eventually('it is listed', async () => (await operator.json<ShownFailures>('failures?region=yrd')).rows.find(({ kind, messageType, sender }) => kind === 'message' && messageType === first!.message && sender === '310000'), { withinMs: 60_000 });
      const path = `failures/yrd/${failure.sequence}`;
      const { template } = await operator.json<ShownFailure>(path);
      expect(template).toMatchObject({ message: first!.message, division: '310115', item: base.item, counterpart: '510104', fields: expect.any(Object) });
      const correction = { ...template, division: '310104' };
      const why = { reason: '经办区划有误，按来函更正' };
      const proposed = (await operator.ask(`${path}/correction`, { method: 'POST', body: { correction, ...why } })).body as ShownFailure;
      expect(proposed).toMatchObject({ state: 'open', editWaits: true, edit: { state: 'waits', proposedBy: 'operator:ops', causationId: failure.messageId } });
      const body = { digest: proposed.edit!.digest };
      expect(await operator.ask(`${path}/correction/approve`, { method: 'POST', body })).toMatchObject({ status: 403, body: { code: 'failure.edit-same-person' } });
      expect(await operator.ask(`${path}/retry`, { method: 'POST', body: {} })).toMatchObject({ body: { code: 'failure.edit-waits' } });
      const second = await signedIn('ops-2', ['operator']);
      expect((await second.ask(`${path}/correction/approve`, { method: 'POST', body })).body).toMatchObject({ state: 'edited', edit: { state: 'approved', decidedBy: 'operator:ops-2' } });
      expect(await operator.ask(`${path}/correction`, { method: 'POST', body: { correction, ...why } })).toMatchObject({ body: { code: 'failure.closed' } });
      // No hub and no console has its personal part: the sender's desk adds it.
      expect(await second.ask(`${path}/correction/send`, { method: 'POST', body: {} })).toMatchObject({ body: { code: 'failure.edit-needs-sender' } });
      const file = join(environment().setup.layout.root, 'correction-personal.json');
      writeFileSync(file, JSON.stringify(first!.personal));
      const { messageId } = proposed.edit!;
      const send = () => tongban(['failures', 'send', `yrd/${failure.sequence}`, '--personal', file, '--data', environment().setup.layout.root, '--json']);
      const sent = await send();
      expect(sent).toMatchObject({ exit: 0, json: { messageId } });
      expect((await send()).json).toMatchObject({ messageId, caseNo: sent.json.caseNo });
      const entry = await eventually('it is registered', async () => (await environment().show('yrd', sent.json.caseNo)).entries.find((one) => one.messageId === messageId), { tolerate: true });
      expect(entry).toMatchObject({ kind: 'registered', senderDivision: '310104' });
      expect((await environment().show('yrd', sent.json.caseNo)).entries.filter((one) => one.messageId === messageId)).toHaveLength(1);
      const log = await environment().logOf('yrd', sent.json.caseNo);
      expect(openMessage(readCaseEntry(log[0]!).registered!.message!).envelope.causationId).toBe(failure.messageId);
    }, 90_000);

    it('compares a link now, cures what is stalled and nothing else, and has the lists made anew from the logs', async () => {
      const { body } = await operator.ask('links/yrd/ccec/compare', { method: 'POST', body: {} });
      expect(body).toMatchObject({ pairs: [{ from: 'yrd', to: 'ccec', standing: { open: 0 } }] });
      expect(await operator.ask('hubs/yrd/cures', { method: 'POST', body: { cure: 'attach-source', target: 'ccec' } })).toMatchObject({ body: { code: 'cure.not-stalled' } });
      expect(await operator.ask('hubs/yrd/cures', { method: 'POST', body: { cure: 'ask-anew', target: 'INBOX_YRD/no-such' } })).toMatchObject({ body: { code: 'failure.handler-elsewhere' } });
      expect((await operator.ask('hubs/yrd/cures', { method: 'POST', body: { cure: 'ask-anew', target: 'INBOX_YRD/watermarks' } })).status).toBe(204);
      const before = (await environment().list('yrd')).rows.map(({ caseNo }) => caseNo);
      expect((await operator.ask('hubs/yrd/cures', { method: 'POST', body: { cure: 'rebuild-views', reason: '试一次重建' } })).status).toBe(204);
      await eventually('the list is whole again', async () => (await environment().list('yrd')).rows.length === before.length || undefined, { tolerate: true });
      expect((await environment().list('yrd')).rows.map(({ caseNo }) => caseNo)).toEqual(before);
      const auditor = await signedIn('auditor-3', ['auditor']);
      expect((await auditor.ask('hubs/yrd/cures', { method: 'POST', body: { cure: 'rebuild-views' } })).status).toBe(403);
      const { rows } = await auditor.json<AuditListDocument>('audit?action=cure.&limit=50');
      expect(rows.map(({ action, target, outcome }) => `${action} ${target} ${outcome}`)).toEqual(expect.arrayContaining(['cure.rebuild-views  ok', 'cure.attach-source ccec cure.not-stalled', 'cure.ask-anew INBOX_YRD/watermarks ok']));
    });

    it('tells live what the logs have, and one that comes back what it missed', async () => {
      const position = async (): Promise<number> => {
        const sequences = await Promise.all(REGION_CODES.map(async (region) => {
          const jsm = await (await environment().hubConnection(region)).jetstreamManager();
          let sum = 0;
          for await (const name of jsm.streams.names()) if (name.startsWith(streams.cases(region, ''))) sum += (await jsm.streams.info(name)).state.last_seq;
          return sum;
        }));
        return sequences.reduce((sum, one) => sum + one, 0);
      };
      let heard: { entries: number; total: number; id: string; cases: Set<string> } = { entries: 0, total: await position(), id: '', cases: new Set() };
      const listen = ({ type, id, data }: { readonly type: string; readonly id: string; readonly data: unknown }): void => {
        if (type === 'hello') heard = { ...heard, id };
        if (type !== 'log') return;
        const { entries, total, changed } = data as Live;
        heard = { entries: heard.entries + entries, total, id, cases: new Set([...heard.cases, ...changed.map(({ caseNo }) => caseNo)]) };
      };
      let leave = await operator.follow(listen);
      await eventually('the stream begins', () => Promise.resolve(heard.id !== '' || undefined));
      const walk = allWalks().find(({ name }) => name === 'F-PEN-ENT.refusal')!;
      const first = await play(environment(), walk);
      await eventually('the first case is told', () => Promise.resolve(heard.cases.has(first) || undefined));
      await leave();
      const second = await play(environment(), walk);
      leave = await operator.follow(listen, heard.id);
      await eventually('what was missed is told, and all of it', async () => (heard.cases.has(second) && heard.total === (await position())) || undefined);
      await leave();
    }, 60_000);
  });
}

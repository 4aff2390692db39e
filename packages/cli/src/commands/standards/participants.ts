import type { Command } from 'commander';
import type { ParticipantRow } from '@tongban/contracts';
import { allRows } from '@tongban/operator';
import type { PublicKeyRecord } from '@tongban/trust';
import type { Session } from '../../command-action';
import { type HubContext, handleWithHub } from '../../hub-command';
import { type CommandResult, EXIT } from '../../outcome';
import { filterOptions, filtersOf } from '../../standards/page-options';
import { RegistryDesk } from '../../standards/registry-desk';
import { CSV_OPTION, reportResult } from '../../standards/report-table';
import type { Worded } from '../../view';
import { named } from '../../wording';

const TYPES: Readonly<Record<string, Worded>> = {
  municipality: named('直辖市', 'municipality'), province: named('省', 'province'), 'autonomous-region': named('自治区', 'autonomous region'),
  sar: named('特别行政区', 'special administrative region'), xpcc: named('兵团', 'XPCC'),
};
const CLASSES: Readonly<Record<string, Worded>> = { mainland: named('内地', 'mainland'), sar: named('特别行政区', 'SAR') };

/** `standards participants`: the register of the regions and who can be addressed in them. */
export function registerParticipants(parent: Command, session: Session): void {
  handleWithHub(filterOptions(parent.command('participants').description('区域与参与方登记：级别、类别、证书、开通事项 / the register of regions and participants: level, class, certificate, enabled items').option(...CSV_OPTION),
    ['region', 'participant', 'item', 'at']), session, participants);
}

async function participants({ setup, operator, options }: HubContext): Promise<CommandResult> {
  const { trust } = new RegistryDesk(setup, operator);
  const rows = (await allRows(operator, 'participants', filtersOf(options))).map((row) => ({ ...row, keys: row.record?.keys ?? trust.keysOf(row.participant, '').map(bounded) }));
  return participantsResult(options, rows);
}

const bounded = ({ keyId, validFrom, validTo }: PublicKeyRecord) => ({ keyId, ...(validFrom && { validFrom }), ...(validTo && { validTo }) });
type Row = ParticipantRow & { readonly keys: readonly { readonly keyId: string; readonly validFrom?: string; readonly validTo?: string }[] };

export function participantsResult(options: HubContext['options'], rows: readonly Row[]): CommandResult {
  const faulty = rows.filter(({ faults }) => faults !== undefined).length;
  return reportResult(options, {
    rows, more: { faulty }, exit: faulty > 0 ? EXIT.negative : EXIT.ok,
    headings: [named('参与方', 'participant'), named('名称', 'name'), named('区域', 'region'), named('级别', 'level'), named('类别', 'class'), named('区域规则适用', 'region binds'), named('证书', 'certificate'), named('开通事项', 'items'), named('问题', 'faults')],
    cells: ({ participant, name, region, type, participantClass, subScope, keys, enabledItems, faults = [] }, view) => [
      participant, view.words(name), region, view.words(TYPES[type] ?? named(type, type)), view.words(CLASSES[participantClass] ?? named(participantClass, participantClass)),
      region === 'nat' ? '' : subScope.length === 0 ? view.say('全域', 'all of it') : subScope.join(' '),
      keys.map(({ keyId, validTo }) => `${keyId}${validTo === undefined ? '' : ` → ${validTo}`}`).join(' '), enabledItems.length, view.colours.red(faults.join(' ')),
    ],
    lines: (view) => [view.colours.dim(view.say(`共${rows.length}个参与方，${faulty}个登记有误`, `${rows.length} participants, ${faulty} with a faulty entry`))],
  });
}

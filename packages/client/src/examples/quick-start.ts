import { type Fields, Province } from '@tongban/client';

/** The sample of the README: open a case, follow it, and answer what comes. */
export async function quickStart(item: string, fields: Fields): Promise<void> {
  const province = await Province.connect({ credentials: 'participant.json', trust: 'trust.json', store: 'tongban-store' });
  await province.receive(async (delivery, step) => {
    step.put(`last/${delivery.caseNo}`, delivery.kind);
    const { actions } = await province.next(delivery.caseNo);
    console.log(delivery.caseNo, delivery.wording.zh, actions.map(({ message }) => message.zh));
  });
  const { caseNo, messageId } = await province.open({ item, opener: '310115', counterpart: '510100', fields });
  const receipt = await province.settled(messageId, 'TAKEN', { timeoutMs: 60_000 });
  console.log(caseNo, receipt.level, receipt.at, receipt.issuer);
}

import { writeSync } from 'node:fs';
import { GOOD, NOW, OTHER, SdkLab, arrivalOf, openingMessage } from './sdk-lab';

const tell = (line: string): void => void writeSync(1, `${line}\n`);

/** Works an SDK's real store until it is killed. What it tells was durable by then. */
export async function work(directory: string): Promise<void> {
  const lab = await SdkLab.open({ directory, participant: OTHER });
  await lab.outbox.start();
  await lab.desk.start();
  await lab.taker.use(async ({ caseNo, messageId }, step) => {
    step.put(`taken/${caseNo}`, Number((await step.get(`taken/${caseNo}`)) ?? 0) + 1);
    await step.send(caseNo, { message: 'C-ACK', fields: { acked_message_id: messageId, received_at: NOW } });
  });
  const { caseNo } = await openingMessage();
  for (let deliveryNo = 1; ; deliveryNo++) {
    const sent = await lab.sender.open({ ...GOOD, opener: GOOD.counterpart, counterpart: GOOD.opener });
    tell(`sent ${sent.messageId}`);
    const arrival = await arrivalOf(await openingMessage({ caseNo }), deliveryNo, OTHER);
    await lab.inbox.take(arrival);
    await lab.inbox.take(arrival);
    tell(`arrived ${caseNo}`);
  }
}

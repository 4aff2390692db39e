import { CommandLine } from '../../e2e/standards/command-line';
import type { TestEnvironment } from '../../harness/test-environment';
import { BORDER_PROVINCE } from './year-plan';

/** Two persons turn the switches on that let personal data pass between the province at the border and each SAR, whoever opens the case (T6-C6). */
export async function openTheBorder(environment: TestEnvironment, sars: readonly string[]): Promise<void> {
  const people = new CommandLine(environment);
  for (const [opener, counterpart] of sars.flatMap((sar) => [[BORDER_PROVINCE, sar], [sar, BORDER_PROVINCE]] as const)) {
    const { commandId } = (await people.done('standards', 'switch', '--personal-data', '--opener', opener, '--counterpart', counterpart, '--position', 'on', '--as', 'steward-1', '--reason', '湾区标准合同备案')) as { commandId: string };
    await people.done('standards', 'confirm', commandId, '--owner', 'gba', '--as', 'steward-2');
  }
}

import type { Command } from 'commander';
import type { Session } from '../command-action';
import { registerCaseAlarms } from './case-alarms';
import { registerCaseAttachments, registerCaseFetch } from './case-attachments';
import { registerCaseErase } from './case-erase';
import { registerCaseList } from './case-list';
import { registerCaseNext } from './case-next';
import { registerCaseOpen } from './case-open';
import { registerCaseResponsible } from './case-responsible';
import { registerCaseSend } from './case-send';
import { registerCaseShow } from './case-show';

/** `case`: acts for any participant of the set-up, or looks as an operator. */
export function registerCase(program: Command, session: Session): void {
  const cases = program.command('case').description('办件 / cases');
  for (const register of [registerCaseOpen, registerCaseSend, registerCaseNext, registerCaseShow, registerCaseResponsible, registerCaseList, registerCaseAlarms, registerCaseAttachments, registerCaseFetch, registerCaseErase]) register(cases, session);
}

import type { Command } from 'commander';
import type { Session } from '../../command-action';
import { registerMaintenance } from './maintenance';

export function registerParticipant(program: Command, session: Session): void {
  registerMaintenance(program.command('participant').description('参与方自身的申明 / what a participant says of itself'), session);
}

import type { Command } from 'commander';
import type { Session } from '../../command-action';
import { registerBrokerKeys } from './broker-key';
import { registerMaintenance } from './maintenance';
import { registerNewKey } from './new-key';
import { registerRecord } from './record';

export function registerParticipant(program: Command, session: Session): void {
  const participant = program.command('participant').description('参与方：登记、密钥、维护时段 / participants: records, keys, maintenance');
  for (const register of [registerRecord, registerNewKey, registerBrokerKeys, registerMaintenance]) register(participant, session);
}

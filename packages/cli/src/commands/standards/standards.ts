import type { Command } from 'commander';
import type { Session } from '../../command-action';
import { registerActions } from './actions';
import { registerAdoption } from './adoption';
import { registerCodes } from './codes';
import { registerContract } from './contract';
import { registerDerivedDrafts } from './derived-drafts';
import { registerDiff } from './diff';
import { registerDisclosure } from './disclosure';
import { registerDraftSteps } from './draft-steps';
import { registerDrafts } from './drafts';
import { registerDryRun } from './dry-run';
import { registerElevation } from './elevation';
import { registerFloors } from './floors';
import { registerHarmonisation } from './harmonisation';
import { registerImport } from './import';
import { registerLists } from './lists';
import { registerMigrate } from './migrate';
import { registerParticipants } from './participants';
import { registerProgress } from './progress';
import { registerSwitches } from './switches';
import { registerTables } from './tables';

/** `standards`: the registry of standards, items, flows and what belongs to them. Every change is a command signed by who decides. */
export function registerStandards(program: Command, session: Session): void {
  const standards = program.command('standards').description('标准登记：起草、征求意见、审批、发布、采用 / the standards registry: drafts, consultation, approval, publication, adoption');
  for (const register of [
    registerImport, registerLists, registerDiff, registerDrafts, registerDraftSteps, registerDerivedDrafts, registerActions, registerAdoption,
    registerTables, registerFloors, registerSwitches, registerDryRun, registerContract, registerCodes, registerMigrate, registerDisclosure,
    registerElevation, registerHarmonisation, registerParticipants, registerProgress,
  ]) register(standards, session);
}

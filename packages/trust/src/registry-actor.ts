import { type v1, owners } from '@tongban/contracts';

/** A person's id in the trust directory: opaque, free of personal data. */
export const PERSON_ID = /^[a-z0-9][a-z0-9-]{0,62}$/;
const PERSON_OWNER = new RegExp(`^${owners.person('')}(${PERSON_ID.source.slice(1, -1)})$`);
const PARTICIPANT_OWNER = new RegExp(`^${owners.participant('')}(\\d{6})$`);

export const isPersonOwner = (owner: string): boolean => PERSON_OWNER.test(owner);
export const isParticipantOwner = (owner: string): boolean => PARTICIPANT_OWNER.test(owner);

/** Who acted, as the registry's rules compare persons: `personId` is the bare id of a person, the whole owner of anybody else. */
export interface RegistryActor {
  readonly personId: string;
  readonly keyId: string;
  /** Participant (six digits) or region code of a hub. */
  readonly unit: string;
}

/** Of a command or an event, which both name their actor. No person's id has a colon, so no participant passes for a person. */
export const actorOf = ({ actor, keyId, unit }: Pick<v1.RegistryCommand, 'actor' | 'keyId' | 'unit'>): RegistryActor =>
  ({ personId: PERSON_OWNER.exec(actor)?.[1] ?? actor, keyId, unit });

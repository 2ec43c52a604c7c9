import { Emitter } from '../base/emitter.ts';
import { Emergencies } from './emergencies.ts';
import type { EmergencyFacts, EmergencyParts } from './emergency-parts.ts';
import { EmergencyReviews } from './emergency-reviews.ts';

/** Route R3, whole. */
export interface EmergencyRoute {
  readonly desk: Emergencies;
  readonly reviews: EmergencyReviews;
  readonly facts: Emitter<EmergencyFacts>;
}

export function openEmergencies(given: Omit<EmergencyParts, 'facts'>, onFailure: (error: unknown, fact: PropertyKey) => void): EmergencyRoute {
  const facts = new Emitter<EmergencyFacts>(onFailure);
  const parts: EmergencyParts = { ...given, facts };
  const desk = new Emergencies(parts);
  return { desk, reviews: new EmergencyReviews(parts, desk), facts };
}

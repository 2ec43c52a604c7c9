import type { Purpose } from './consent.ts';
import { hours, minutes, seconds } from './time.ts';

/** What may be declared: a closed list. Each ground has one purpose, and while it is open the pictures are for that purpose only. */
export const emergencyGrounds = ['life_danger', 'crime_in_progress', 'missing_vulnerable', 'fire_disaster', 'serious_accident'] as const;
export type EmergencyGround = (typeof emergencyGrounds)[number];

export const purposeOfGround: { readonly [G in EmergencyGround]: Purpose } = {
  life_danger: 'fire_rescue', crime_in_progress: 'crime', missing_vulnerable: 'missing_person', fire_disaster: 'fire_rescue', serious_accident: 'traffic_accident',
};

/** `declared` waits for the second person; `unreviewed` is one whose review was missed. */
export const emergencyStatuses = ['declared', 'lapsed', 'withdrawn', 'running', 'ended', 'justified', 'unjustified', 'unreviewed'] as const;
export type EmergencyStatus = (typeof emergencyStatuses)[number];

/** Why a running one ended. `membership`: one of the two who opened it no longer serves in the unit. */
export const emergencyEnds = ['time', 'officer', 'leader', 'owner', 'membership', 'clock', 'suspended'] as const;
export type EmergencyEnd = (typeof emergencyEnds)[number];

export const suspensionCauses = ['missed', 'unjustified'] as const;
export type SuspensionCause = (typeof suspensionCauses)[number];

/** CONSENT §2 R3. */
export const emergencyLimits = { cameras: 8, radiusM: 300, lasts: minutes(30), second: minutes(5), review: hours(72), preBuffer: seconds(60) } as const;

import type { Action, Grant, Purpose } from '../domain/consent.ts';
import { emergencyLimits } from '../domain/emergency.ts';
import { days, hours, minutes } from '../domain/time.ts';
import type { Instant } from '../domain/time.ts';

/** What an owner has chosen so far. The desk adds id, version and owner. */
export type GrantDraft = Omit<Grant, 'id' | 'version' | 'owner' | 'revokedAt'>;

export interface PresetChoice {
  readonly who: Grant['who'];
  readonly cameras: Grant['what']['cameras'];
  readonly masks?: Grant['what']['masks'];
  readonly from: Instant;
  /** 90 unless she says otherwise. */
  readonly days?: number;
  /** IANA zone of the household. */
  readonly tz: string;
}

export const defaultDays = 90;
const everyDay = [0, 1, 2, 3, 4, 5, 6];

/** "Hỏi tôi từng lần": nothing happens without her yes to that one ask. */
export function askEachTime(choice: PresetChoice, actions: readonly Action[] = ['live', 'clip']): GrantDraft {
  return {
    ...draft(choice, actions, ['crime', 'traffic_accident', 'missing_person', 'fire_rescue', 'admin_violation']),
    when: { ...validity(choice), footage: { lookbackMs: days(30) } },
    mode: 'ask',
    limits: { maxSessionMs: minutes(15), maxConcurrent: 1, maxPerDay: 10, watermark: true, store: 'case' },
  };
}

/** "Ban đêm": live, from ten at night to six in the morning. */
export function nights(choice: PresetChoice): GrantDraft {
  return {
    ...draft(choice, ['live'], ['crime', 'fire_rescue', 'missing_person']),
    when: { ...validity(choice), access: { tz: choice.tz, windows: [{ days: everyDay, from: 22 * 60, to: 6 * 60 }] } },
    mode: 'standing',
    limits: { maxSessionMs: minutes(30), maxConcurrent: 2, maxPerDay: 20, watermark: true, store: 'none' },
  };
}

/** "Khi có vụ việc": only with the number of an open case; live, and clips of a day back from the moment of looking. */
export function onIncident(choice: PresetChoice): GrantDraft {
  return {
    ...draft(choice, ['live', 'clip'], ['crime', 'traffic_accident', 'missing_person', 'fire_rescue']),
    when: { ...validity(choice), footage: { lookbackMs: hours(24) } },
    why: { purposes: ['crime', 'traffic_accident', 'missing_person', 'fire_rescue'], caseRequired: true },
    mode: 'standing',
    limits: { maxSessionMs: minutes(30), maxConcurrent: 2, maxPerDay: 20, watermark: true, store: 'case' },
  };
}

/**
 * "Mở khẩn cấp": nothing, unless two people of the unit declare an emergency; then live, and what was filmed from a minute before it (CONSENT §2 R3).
 * Looking back as far as that minute while the half hour lasts; the policy itself keeps it to the emergency.
 */
export function emergency(choice: PresetChoice): GrantDraft {
  return {
    ...draft(choice, ['live', 'playback'], ['crime', 'traffic_accident', 'missing_person', 'fire_rescue']),
    when: { ...validity(choice), footage: { lookbackMs: emergencyLimits.lasts + emergencyLimits.preBuffer } },
    mode: 'emergency',
    limits: { maxSessionMs: emergencyLimits.lasts, maxConcurrent: 8, maxPerDay: 40, watermark: true, store: 'none' },
  };
}

export const presets = { ask_each_time: askEachTime, nights, on_incident: onIncident, emergency } as const satisfies Record<string, (choice: PresetChoice) => GrantDraft>;
export type Preset = keyof typeof presets;

function draft({ who, cameras, masks = [] }: PresetChoice, actions: readonly Action[], purposes: readonly Purpose[]): Pick<GrantDraft, 'who' | 'what' | 'why'> {
  return { who, what: { cameras, actions, maxHeight: 720, maxFps: 30, audio: false, masks }, why: { purposes, caseRequired: false } };
}

function validity({ from, days: length = defaultDays }: PresetChoice): Pick<Grant['when'], 'from' | 'until'> {
  return { from, until: from + days(length) };
}

/** Rows of the consent work (migration 3): cases and requests, emergencies, written requests, masks, records, oversight. `schema.ts` names the tables. */
export {};

export const logTables = `
-- The household an entry is about beside its camera's: with it she finds her own entries. Not in the tree.
ALTER TABLE audit_entry ADD COLUMN owner TEXT;
CREATE INDEX audit_entry_by_owner ON audit_entry (owner, seq) WHERE owner IS NOT NULL;
`;

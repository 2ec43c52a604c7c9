/** Exports of several cameras, stills, and pictures covered on a copy. */
export const exportTables = `
ALTER TABLE export_job ADD COLUMN kind TEXT NOT NULL DEFAULT 'film' CHECK (kind IN ('film', 'still', 'redacted'));
-- Of a still: the instant it shows.
ALTER TABLE export_job ADD COLUMN still_at INTEGER;
-- Of a redacted copy: JSON list of RedactionRegion.
ALTER TABLE export_job ADD COLUMN regions TEXT CHECK (regions IS NULL OR json_valid(regions));
-- The same for all that was asked for together.
ALTER TABLE export_job ADD COLUMN bundle TEXT;
-- Of a bundle: cameras that were asked for with it and refused, JSON list of {camera, code}.
ALTER TABLE export_job ADD COLUMN left_out TEXT CHECK (left_out IS NULL OR json_valid(left_out));
CREATE INDEX export_by_bundle ON export_job (bundle) WHERE bundle IS NOT NULL;
`;

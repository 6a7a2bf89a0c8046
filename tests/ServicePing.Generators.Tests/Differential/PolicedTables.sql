-- The same rows, of which policies leave some to some: to see fewer than all must be an error.
DO $$
DECLARE relation regclass;
BEGIN
    FOR relation IN SELECT oid FROM pg_class WHERE relnamespace IN ('public'::regnamespace, '"Other"'::regnamespace) AND relkind IN ('r', 'p', 'v', 'm') LOOP
        EXECUTE format('ALTER TABLE %s OWNER TO holder', relation);
        EXECUTE format('GRANT SELECT ON %s TO cut, unpoliced', relation);
    END LOOP;
END $$;
GRANT USAGE ON SCHEMA "Other" TO cut, unpoliced, holder;

ALTER TABLE gaps ENABLE ROW LEVEL SECURITY;
CREATE POLICY few ON gaps TO cut USING (state < 3);
ALTER TABLE projects ENABLE ROW LEVEL SECURITY;
CREATE POLICY few ON projects USING (visibility = 1);

-- None at all but for its owner, and for others than those who read.
ALTER TABLE "Other".moved ENABLE ROW LEVEL SECURITY;
ALTER TABLE uuids ENABLE ROW LEVEL SECURITY;
CREATE POLICY others ON uuids TO reader USING (true);

-- Of parts and children, by whose own names nobody asks.
ALTER TABLE deep_rest ENABLE ROW LEVEL SECURITY;
ALTER TABLE branch ENABLE ROW LEVEL SECURITY;
CREATE POLICY few ON branch USING (note IS NULL);

-- For its owner as well.
ALTER TABLE "Words" ENABLE ROW LEVEL SECURITY;
ALTER TABLE "Words" FORCE ROW LEVEL SECURITY;
ALTER TABLE archive ENABLE ROW LEVEL SECURITY;
ALTER TABLE archive FORCE ROW LEVEL SECURITY;
CREATE POLICY everything ON archive USING (true);

import {existsSync, readFileSync, writeFileSync} from 'node:fs'
import {join} from 'node:path'
import {expect, test} from 'vitest'
import {projectOf} from '../support/project.ts'

const MIGRATION = `-- WHAT: profiles
-- WHY:  who signs up gets one
CREATE EXTENSION IF NOT EXISTS "uuid-ossp";
ALTER DEFAULT PRIVILEGES IN SCHEMA public REVOKE EXECUTE ON FUNCTIONS FROM anon, authenticated;
CREATE TABLE IF NOT EXISTS profiles (
    id    uuid PRIMARY KEY REFERENCES auth.users (id) ON DELETE CASCADE,
    code  text NOT NULL DEFAULT encode(gen_random_bytes(6), 'hex'),
    other uuid DEFAULT uuid_generate_v4()
);
CREATE OR REPLACE FUNCTION handle_new_user() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER SET search_path = ''
    AS $$ BEGIN INSERT INTO public.profiles (id) VALUES (new.id); RETURN new; END $$;
CREATE OR REPLACE TRIGGER on_auth_user_created AFTER INSERT ON auth.users FOR EACH ROW EXECUTE FUNCTION handle_new_user();
ALTER TABLE profiles ENABLE ROW LEVEL SECURITY;
DROP POLICY IF EXISTS own ON profiles;
CREATE POLICY own ON profiles TO authenticated USING (id = (SELECT auth.uid()));
DROP POLICY IF EXISTS "avatars are public" ON storage.objects;
CREATE POLICY "avatars are public" ON storage.objects FOR SELECT TO anon USING (bucket_id = 'avatars');
ALTER PUBLICATION supabase_realtime SET TABLE profiles;
`

test('a project of Supabase: what the platform provides is there first, and in no master schema', async () => {
  const project = projectOf({
    'supabase/config.toml': '',
    'supabase/migrations/20240101000000_profiles.sql': MIGRATION,
    'supabase/seed.sql': "INSERT INTO auth.users (id) VALUES ('00000000-0000-0000-0000-000000000001');",
  })
  const begun = await project.run('init', '--yes')
  expect(begun.code, begun.stderr).toBe(0)
  expect(begun.stdout).toContain('wrote supabase/prelude.sql')
  const read = (file: string) => readFileSync(join(project.root, file), 'utf8')
  expect(read('pgplumb.yaml')).toMatch(
    /^prelude: supabase\/prelude.sql\nmigrations: supabase\/migrations\nseeds: supabase\/seed.sql$/m,
  )

  const master = read('sql/schema.sql')
  expect(master).toContain('CREATE TRIGGER on_auth_user_created AFTER INSERT ON auth.users')
  expect(master).toContain('CREATE POLICY "avatars are public" ON storage.objects')
  expect(master).not.toMatch(/CREATE (?:SCHEMA|EXTENSION|PUBLICATION)|CREATE TABLE (?:auth|storage)|pgplumb_/)

  // The same from both, functions that were born with fewer grants than the platform gives among them.
  const compared = await project.run('drift', 'supabase/migrations', 'sql/schema.sql')
  expect(compared.code, compared.stdout + compared.stderr).toBe(0)
  expect(await project.run('migrate', 'verify')).toMatchObject({code: 0})

  // A trigger of the project on a table of the platform is the project's.
  writeFileSync(join(project.root, 'sql/schema.sql'), master.replace(/CREATE TRIGGER on_auth_user_created .*/, ''))
  expect(await project.run('drift', 'supabase/migrations', 'sql/schema.sql')).toMatchObject({
    code: 1,
    stdout: expect.stringMatching(/^- extra {2}trigger .*on_auth_user_created$/m),
  })
  await project.run('stop')
  expect(existsSync(join(project.root, 'supabase/prelude.sql'))).toBe(true)
}, 180_000)

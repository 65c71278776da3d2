import {describe, expect, test} from 'vitest'
import {Failure} from '../../../src/failure.ts'
import {readScript} from '../../../src/postgres/script/read.ts'
import {placeIn} from '../../../src/postgres/script/statement.ts'

const read = (
  text: string | Uint8Array,
  files: Record<string, string> = {},
  variables: Record<string, string> = {},
) => [
  ...readScript(text, {
    file: 'dir/main.sql',
    variables,
    directory: 'root',
    readFile: (file) => {
      const content = files[file]
      if (content === undefined) throw Object.assign(new Error('no'), {code: 'ENOENT'})
      return content
    },
  }),
]
const texts = (text: string, files?: Record<string, string>, variables?: Record<string, string>) =>
  read(text, files, variables).map((statement) => statement.text)

function failureOf(work: () => unknown): Failure {
  try {
    work()
  } catch (error) {
    if (error instanceof Failure) return error
    throw error
  }
  throw new Error('nothing was refused')
}

/** One statement each, whatever semicolons it holds. */
const WHOLE = [
  `SELECT 'a;b', 'it''s;', E'it\\';s', E'\\\\', "a;""b;", $$ ; $$;`,
  'SELECT $a$ ; $$ ; $b$ ; $a$;',
  'SELECT $é$ ; $é$;',
  'PREPARE p AS SELECT $1, $2;',
  'SELECT a$1$b;',
  'SELECT 1$$;$$;',
  `SELECT U&'\\0061;', U&"x;", N'y;', B'01', x'ff;';`,
  `SELECT a->>'b', a @> '{}', c ?| array['x'], a #>> '{b;}';`,
  'SELECT 1-- ; not an operator\n+ 2;',
  'SELECT 1 /* ; /* ; */ ; */ + 2;',
  'SELECT 3 */* ; */ 4;',
  "SELECT E'a'\n  -- and on\n  'b\\';';",
  'CREATE RULE r AS ON INSERT TO t DO (INSERT INTO u VALUES (1); DELETE FROM v;);',
  `CREATE OR REPLACE FUNCTION f(a int DEFAULT (CASE WHEN true THEN 1 END)) RETURNS int BEGIN ATOMIC
     SELECT 1; SELECT CASE WHEN a = 1 THEN CASE WHEN true THEN 2 END ELSE 3 END; END;`,
  'create /* x; */ procedure p() begin atomic; select 1; end;',
  `CREATE FUNCTION f() RETURNS trigger LANGUAGE plpgsql AS $body$BEGIN EXECUTE $$ x; $$; END;$body$;`,
  'SELECT x[1:2], a::int, b:=3, :nothing, :\'nothing\', :"nothing";',
  'SELECT \':x\', ":x", $$:x$$;',
  "COPY (SELECT 'stdin') TO STDOUT;",
  'SELECT "unicode 😀;" AS größe;',
]

test.each(WHOLE)('%s is one statement', (text) => {
  expect(texts(`${text}\n${text}`, {}, {x: 'no'})).toEqual([text, text])
  expect(texts(text.replaceAll('\n', '\r\n'))).toEqual([text.replaceAll('\n', '\r\n')])
})

test('the statements and what stands between them are the script', () => {
  const between = ['\n', ' /* ; /* ; */ */ ', '\n-- it\'s; "\n', ';;\n', '\r\n', '\n\\echo "it;" ok\n']
  for (let round = 0; round < 200; round++) {
    const parts = Array.from({length: 12}, (_, n) => [
      WHOLE[(round * 7 + n * 5) % WHOLE.length] ?? '',
      between[(round + n * n) % between.length] ?? '',
    ])
    const script = parts.flat().join('')
    const found = read(script)
    expect(found.map(({text}) => text)).toEqual(parts.map(([text]) => text))
    let rest = script
    for (const statement of found) {
      const at =
        script
          .split('\n')
          .slice(0, statement.line - 1)
          .join('\n').length + Math.min(1, statement.line - 1)
      expect(script.startsWith(statement.text, at + statement.column - 1)).toBe(true)
      rest = rest.slice(rest.indexOf(statement.text) + statement.text.length)
    }
    expect(rest).toBe(parts.at(-1)?.[1])
  }
})

test('BEGIN, CASE and END mean nothing special elsewhere', () => {
  expect(texts('BEGIN; SELECT CASE WHEN true THEN 1 END; COMMIT; END;')).toHaveLength(4)
})

test('nothing but comments is no statement', () => {
  expect(texts('')).toEqual([])
  expect(texts('-- a\n/* b */ ; ;\n')).toEqual([])
  expect(texts('\ufeffSELECT 1')).toEqual(['SELECT 1'])
})

test('the last statement needs no semicolon', () => {
  expect(read('SELECT 1;\n  SELECT 2 -- end\n')).toMatchObject([
    {text: 'SELECT 1;', line: 1, column: 1, terminated: true},
    {text: 'SELECT 2 -- end', line: 2, column: 3, terminated: false},
  ])
})

test('a byte order mark does not move the column', () => {
  const bytes = new TextEncoder().encode('\ufeffSELECT 1;')
  expect(read(bytes)).toMatchObject([{text: 'SELECT 1;', line: 1, column: 1}])
})

describe('variables', () => {
  test('are replaced as psql does, and scanned', () => {
    const script = `\\set n 3\n\\set t 'my ''table'\n\\set two 'SELECT 1; SELECT '\n:two :n; SELECT :'t', :"t", x[1:n], :{?n}, :{?m};`
    expect(texts(script)).toEqual(['SELECT 1;', 'SELECT  3;', `SELECT 'my ''table', "my 'table", x[13], TRUE, FALSE;`])
  })
  test('come from outside too, and can be unset', () => {
    expect(texts('SELECT :a; \\unset a\nSELECT :a;', {}, {a: '1'})).toEqual(['SELECT 1;', 'SELECT :a;'])
  })
  test('that name themselves are replaced once', () => {
    expect(texts('SELECT :a;', {}, {a: ':a + 1'})).toEqual(['SELECT :a + 1;'])
  })
  test('a quote may begin in a variable and end after it', () => {
    expect(texts("SELECT :a;';", {}, {a: "'x"})).toEqual(["SELECT 'x;';"])
  })
  test('places after and within them are those of the file', () => {
    const [statement] = read("SELECT :'v',\n  nmae;", {}, {v: 'a long value'})
    if (!statement) throw new Error('no statement')
    expect(placeIn(statement, statement.text.indexOf('nmae'))).toEqual({
      file: 'dir/main.sql',
      line: 2,
      column: 3,
      text: '  nmae;',
    })
    expect(placeIn(statement, 12)).toMatchObject({line: 1, column: 8})
  })
})

describe('includes', () => {
  test('\\ir is relative to its file, \\i to the directory, at any depth', () => {
    const files = {
      'dir/a/one.sql': '\\ir two.sql\nSELECT 1',
      'dir/a/two.sql': 'SELECT 2;',
      'root/three.sql': '-- three\nSELECT 3;',
    }
    const found = read("\\ir 'a/one.sql'\n\\i three.sql;\nSELECT 4;", files)
    expect(found.map(({text, file, line}) => [text, file, line])).toEqual([
      ['SELECT 2;', 'dir/a/two.sql', 1],
      ['SELECT 1', 'dir/a/one.sql', 2],
      ['SELECT 3;', 'root/three.sql', 2],
      ['SELECT 4;', 'dir/main.sql', 3],
    ])
  })
  test('a circle is refused, the same file twice is not', () => {
    const files = {'dir/a.sql': '\\ir b.sql', 'dir/b.sql': '\n\\ir ../dir/a.sql', 'dir/c.sql': 'SELECT 1;'}
    expect(failureOf(() => read('\\ir a.sql', files))).toMatchObject({
      code: 'script_include',
      place: {file: 'dir/b.sql', line: 2},
    })
    expect(texts('\\ir c.sql\n\\ir c.sql', files)).toEqual(['SELECT 1;', 'SELECT 1;'])
  })
  test('a missing file names the line that asked for it', () => {
    expect(failureOf(() => read('SELECT 1;\n  \\i gone.sql'))).toMatchObject({
      code: 'script_include',
      message: 'cannot read root/gone.sql: there is no such file',
      place: {file: 'dir/main.sql', line: 2, column: 3, text: '  \\i gone.sql'},
    })
  })
})

describe('commands', () => {
  test('that only print are passed over', () => {
    const script =
      "\\restrict abc\n\\pset pager off\n\\timing\n\\encoding UTF8\n\\echo it''s; 1 \\\\ SELECT 1;\n\\unrestrict abc"
    expect(texts(script)).toEqual(['SELECT 1;'])
  })
  test.each([
    ['\\connect other', 'leave the database'],
    ['\\c', 'leave the database'],
    ['SELECT 1 \\gexec', 'results'],
    ["\\copy t FROM 'x'", 'client'],
    ['\\! ls', 'outside'],
    ['\\dt', 'shows'],
    ['\\frobnicate', 'not supported'],
    ['\\set x `date`', 'run a program'],
    ['\\.', 'ends COPY data'],
    ['\\else', 'without'],
    ['\\set AUTOCOMMIT off', 'AUTOCOMMIT'],
  ])('%s is refused', (command, reason) => {
    const failure = failureOf(() => read(`\n${command}\n`))
    expect(failure).toMatchObject({code: 'script_command', place: {file: 'dir/main.sql', line: 2}})
    expect(failure.message).toContain(reason)
    expect(failure.hint).toBeTruthy()
  })
  test('refused ones can be collected instead', () => {
    const failures: Failure[] = []
    const found = [
      ...readScript('\\c a\nSELECT 1;\n\\c b\nSELECT 2;', {
        file: 'f.sql',
        onFailure: (failure) => failures.push(failure),
      }),
    ]
    expect(found).toHaveLength(2)
    expect(failures.map(({place}) => place?.line)).toEqual([1, 3])
  })
  test('\\if keeps the branch that is true, also within a statement', () => {
    expect(texts("\\if :{?v}\nSELECT 1;\n\\else\nSELECT ' 2;\n'\\endif\nSELECT 3;", {}, {v: ''})).toHaveLength(2)
    const script = 'SELECT (1\n\\if false\n( ; \\gexec\n\\elif on\n+ 1\n\\else\n+ 2\n\\endif\n);'
    expect(texts(script)).toEqual(['SELECT (1\n\n+ 1\n\n);'])
  })
  test('\\if without \\endif names the \\if', () => {
    expect(failureOf(() => read('SELECT 1;\n\\if true\nSELECT 2;'))).toMatchObject({place: {line: 2}})
  })
  test('\\quit ends its file only', () => {
    expect(texts('\\ir q.sql\nSELECT 2;', {'dir/q.sql': 'SELECT 1; \\quit\nSELECT 9;'})).toEqual([
      'SELECT 1;',
      'SELECT 2;',
    ])
  })
})

describe('COPY data', () => {
  test('is what stands before \\.', () => {
    const data = '1\t\\N\n\\\\.\t\\.\na;\'b\t"$$\n'
    const script = `COPY t (a, "from") FROM stdin WITH (FORMAT text);\n${data}\\.\n\nSELECT 1;`
    expect(read(script)).toMatchObject([
      {kind: 'copy', data, dataLine: 2},
      {kind: 'sql', text: 'SELECT 1;', line: 7},
    ])
  })
  test('may be empty, end with the file, and have CRLF', () => {
    expect(read('COPY t FROM STDIN;\n\\.\nSELECT 1;')).toMatchObject([{data: ''}, {line: 3}])
    expect(read('copy t from stdin csv;\r\n1,2\r\n\\.\r\nSELECT 1;')).toMatchObject([{data: '1,2\r\n'}, {line: 4}])
    expect(read('COPY t FROM stdin;\n1\n2')).toMatchObject([{data: '1\n2'}])
  })
  test('does not begin on the line of the statement', () => {
    expect(failureOf(() => read('COPY t FROM stdin; SELECT 1;\n\\.\n'))).toMatchObject({place: {line: 1, column: 19}})
  })
})

describe('what cannot be read', () => {
  test.each([
    ["SELECT 1;\n  SELECT 'abc;\n", 2, 10],
    ["SELECT E'abc\\';", 1, 9],
    ['SELECT $x$ $$;', 1, 8],
    ['SELECT "abc;', 1, 8],
    ['/* a /* b */', 1, 1],
    ['SELECT 1;\nCREATE TABLE t (id int;\nSELECT 2;', 2, 16],
  ])('%j was opened there', (script, line, column) => {
    expect(failureOf(() => read(script))).toMatchObject({
      code: script.includes('(') ? 'script_unclosed' : 'script_unterminated',
      place: {line, column},
    })
  })
  test.each([
    ['binary_file', 'NUL', new Uint8Array([65, 10, 0, 66])],
    ['binary_file', 'pg_dump archive', Buffer.from('PGDMP\u0001')],
    ['binary_file', 'gzip', Buffer.from([0x1f, 0x8b, 8])],
    ['binary_file', 'UTF-16', Buffer.from('\ufeffSELECT 1', 'utf16le')],
    ['bad_encoding', 'UTF-8', Buffer.from('SELECT 1;\nSELECT \u00e9', 'latin1')],
  ])('%s: %s', (code, reason, bytes) => {
    const failure = failureOf(() => read(bytes))
    expect(failure.code).toBe(code)
    expect(failure.message).toContain(reason)
  })
})

test('13 MB of statements are read in linear time', () => {
  const one = `CREATE TABLE s.t (\n  id int NOT NULL, a text DEFAULT 'x'::text, -- note\n  CHECK ((a)::text = ANY (ARRAY['b'::text]))\n);\n\n`
  const time = (times: number) => {
    const script = one.repeat(times)
    const start = process.cpuUsage()
    expect([...readScript(script, {file: 'big.sql'})]).toHaveLength(times)
    return process.cpuUsage(start).user / 1000
  }
  time(5_000)
  expect(time(100_000)).toBeLessThan(2_000)
})

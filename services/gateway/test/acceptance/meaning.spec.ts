import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { git, gitRepository, writeFiles } from '../platform/git-repositories.js';
import { createRepository, finished, scanFolder, startScan } from '../platform/scans.js';
import { startTestPlatform, type TestPlatform } from '../platform/test-platform.js';

const PROJECT = {
  'package.json': '{"name":"api","dependencies":{"express":"5.0.0"}}',
  'db/V1__users.sql': 'CREATE TABLE users (id int PRIMARY KEY, name text NOT NULL);',
  'app.ts': "import express from 'express';\nconst app = express();\napp.get('/users/:id', show);\nexport async function show(): Promise<void> {\n  for (const one of [1]) await query('SELECT name FROM users WHERE id = $1');\n}\nasync function query(sql: string): Promise<void> {}\n",
};

interface Step {
  readonly kind: string;
  readonly depth: number;
  readonly marks: readonly string[];
  readonly node: { readonly name: string };
}

describe('workflows, the database schema, and how they changed', () => {
  let platform: TestPlatform;
  let folder: string;
  let repositoryId: string;
  beforeAll(async () => {
    platform = await startTestPlatform();
    folder = gitRepository(PROJECT);
    repositoryId = await createRepository(platform.admin, platform.organizationId, { location: folder, name: 'Meaning' });
  }, 60_000);
  afterAll(() => platform.close());

  const ask = async <Data>(body: string): Promise<Data> => (await platform.admin.ask<{ graph: Data }>(`{ graph(organization: "personal", repository: "meaning") { ${body} } }`)).graph;

  it('a route leads through the calls to the table', async () => {
    await finished(platform.admin, (await startScan(platform.admin, repositoryId)).id);
    const { workflows, tables } = await ask<{ workflows: { totalCount: number; nodes: { key: string; name: string; kind: string }[] }; tables: { nodes: { key: string; name: string; signature: string }[] } }>(
      'workflows { totalCount nodes { key name kind } } tables(query: "USERS") { nodes { key name signature } }',
    );
    expect(workflows).toMatchObject({ totalCount: 1, nodes: [{ name: 'GET /users/:id', kind: 'TRIGGER' }] });
    expect(tables.nodes).toMatchObject([{ name: 'users', signature: 'primary key (id); from sql' }]);
    const [trigger] = workflows.nodes;
    const [table] = tables.nodes;
    const { workflow, tableUses } = await ask<{ workflow: { steps: Step[]; effects: number[]; isTruncated: boolean }; tableUses: { totalCount: number } }>(
      `workflow(node: ${JSON.stringify(trigger?.key)}) { isTruncated effects steps { kind depth marks node { name } } } tableUses(node: ${JSON.stringify(table?.key)}) { totalCount uses { target { name } site { path kind } } }`,
    );
    expect(workflow.steps.map((step) => `${step.depth} ${step.kind} ${step.node.name} ${step.marks.join()}`)).toEqual(expect.arrayContaining(['0 TRIGGERS show ', '1 READS users LOOP', '1 READS name LOOP', '1 CALLS query LOOP,AWAIT']));
    expect(workflow.effects.length).toBe(3);
    expect(tableUses.totalCount).toBe(3);
  }, 60_000);

  it('an answer about the users of a symbol says what it may lack', async () => {
    const { search } = await ask<{ search: { key: string }[] }>('search(query: "query", kinds: [SYMBOL], limit: 1) { key }');
    const key = JSON.stringify(search[0]?.key);
    const { impact, callers } = await ask<Record<'impact' | 'callers', { blindSpots: object }>>(`impact(node: ${key}) { blindSpots { isComplete unresolved unnamed filesWithErrors notFollowed unreadFiles unreadTemplates sites { path } } } callers(node: ${key}) { blindSpots { isComplete reasons { reason count } } }`);
    expect(impact.blindSpots).toEqual({ isComplete: true, unresolved: 0, unnamed: 0, filesWithErrors: 0, notFollowed: [], unreadFiles: 0, unreadTemplates: 0, sites: [] });
    expect(callers.blindSpots).toEqual({ isComplete: true, reasons: [] });
  });

  it('an answer about what code sets going says what it may lack', async () => {
    const { workflows } = await ask<{ workflows: { nodes: { key: string }[] } }>('workflows { nodes { key } }');
    const { workflow, callees, callers } = await ask<Record<'workflow' | 'callees' | 'callers', { inside: { isComplete: boolean; unresolved: number; sites: { name: string | null }[] } | null; steps?: { node: { key: string } }[] }>>(
      `workflow(node: ${JSON.stringify(workflows.nodes[0]?.key)}) { inside { isComplete unresolved sites { name } } } callees(node: ${JSON.stringify(workflows.nodes[0]?.key)}) { inside { isComplete unresolved notFollowed sites { name path range { startRow } } reasons { reason count } } } callers(node: ${JSON.stringify(workflows.nodes[0]?.key)}) { inside { unresolved } }`,
    );
    expect(workflow.inside).toEqual({ isComplete: true, unresolved: 0, sites: [] });
    expect(callees.inside).toMatchObject({ isComplete: true, unresolved: 0 });
    expect(callers.inside).toBeNull();
  });

  it('models and migrations that disagree are listed with the tables and columns they are about', async () => {
    const models = "from sqlalchemy.orm import DeclarativeBase, Mapped, mapped_column\n\n\nclass Base(DeclarativeBase):\n    pass\n\n\nclass User(Base):\n    __tablename__ = 'users'\n    id: Mapped[int] = mapped_column(primary_key=True)\n    name: Mapped[str | None] = mapped_column()\n    email: Mapped[str] = mapped_column()\n";
    const migration = "from alembic import op\nimport sqlalchemy as sa\n\nrevision = '1'\ndown_revision = None\n\n\ndef upgrade():\n    op.create_table('users', sa.Column('id', sa.Integer(), primary_key=True), sa.Column('name', sa.String(), nullable=False), sa.Column('age', sa.Integer()))\n";
    const scan = await scanFolder(platform.admin, platform.organizationId, gitRepository({ 'requirements.txt': 'sqlalchemy==2.0.0\nalembic==1.13.0\n', 'models.py': models, 'migrations/versions/1_users.py': migration }), { name: 'Drifts' });
    expect(scan.status).toBe('COMPLETED');
    const { graph } = await platform.admin.ask<{ graph: { schemaDrifts: { totalCount: number; drifts: { kind: string; table: string; column: string; detail: string | null; node: { kind: string; name: string } }[] } } }>(
      '{ graph(organization: "personal", repository: "drifts") { schemaDrifts { totalCount drifts { kind table column detail node { kind name } } } } }',
    );
    const drift = (kind: string, column: string, detail: string | null = null): object => ({ kind, table: 'users', column, detail, node: { kind: 'COLUMN', name: column } });
    expect(graph.schemaDrifts.totalCount).toBe(3);
    expect(graph.schemaDrifts.drifts).toEqual(expect.arrayContaining([drift('COLUMN_NOT_MIGRATED', 'email'), drift('COLUMN_WITHOUT_MODEL', 'age'), drift('NULLABILITY_DIFFERS', 'name', 'model: null, migrations: not null')]));
    expect(await ask('schemaDrifts { totalCount drifts { table } }')).toEqual({ schemaDrifts: { totalCount: 0, drifts: [] } });
  }, 60_000);

  it('a second scan is compared with the first', async () => {
    const first = git(folder, 'rev-parse', 'HEAD');
    writeFiles(folder, { 'db/V2__teams.sql': 'CREATE TABLE teams (id int PRIMARY KEY);\nALTER TABLE users ADD COLUMN team_id int REFERENCES teams (id);' });
    git(folder, 'add', '-A');
    git(folder, '-c', 'user.name=T', '-c', 'user.email=t@example.com', 'commit', '-qm', 'teams');
    await finished(platform.admin, (await startScan(platform.admin, repositoryId)).id);
    const { comparedTo } = await ask<{ comparedTo: { counts: unknown[]; addedNodes: { kind: string; name: string }[]; removedNodes: unknown[]; addedEdges: { kind: string }[] } }>(
      `comparedTo(revision: "${first}") { counts { kind added removed changed } addedNodes { kind name } removedNodes { name } addedEdges { kind sourceKey targetKey sites } isTruncated }`,
    );
    expect(comparedTo.counts).toEqual(expect.arrayContaining([{ kind: 'TABLE', added: 1, removed: 0, changed: 0 }, { kind: 'COLUMN', added: 2, removed: 0, changed: 0 }, { kind: 'FILE', added: 1, removed: 0, changed: 0 }]));
    const { scan } = await ask<{ scan: { summary: object } }>('scan { summary { files parsedFiles reusedFiles relinkedFiles } }');
    expect(scan.summary).toMatchObject({ files: 3, parsedFiles: 1, reusedFiles: 2 });
    expect(comparedTo.removedNodes).toEqual([]);
    expect(comparedTo.addedEdges).toContainEqual(expect.objectContaining({ kind: 'FOREIGN_KEY', sites: 1 }));
  }, 60_000);

  it('a comparison tells files of other content, files that moved, and workflows that do something else', async () => {
    const earlier = git(folder, 'rev-parse', 'HEAD');
    git(folder, 'mv', 'db/V2__teams.sql', 'db/V3__teams.sql');
    writeFiles(folder, { 'app.ts': PROJECT['app.ts'].replace('SELECT name FROM users WHERE id = $1', 'DELETE FROM teams WHERE id = $1') });
    git(folder, 'add', '-A');
    git(folder, '-c', 'user.name=T', '-c', 'user.email=t@example.com', 'commit', '-qm', 'deletes');
    await finished(platform.admin, (await startScan(platform.admin, repositoryId)).id);
    const { comparedTo } = await ask<{ comparedTo: { movedFiles: object[]; changedNodes: { fields: string[]; after: { kind: string; name: string } }[] } }>(
      `comparedTo(revision: "${earlier}") { movedFiles { from to } changedNodes { fields after { kind name } } }`,
    );
    expect(comparedTo.movedFiles).toEqual([{ from: 'db/V2__teams.sql', to: 'db/V3__teams.sql' }]);
    expect(comparedTo.changedNodes).toEqual(expect.arrayContaining([
      { fields: ['content'], after: { kind: 'FILE', name: 'app.ts' } },
      { fields: ['body'], after: { kind: 'SYMBOL', name: 'show' } },
      { fields: ['workflow', 'code'], after: { kind: 'TRIGGER', name: 'GET /users/:id' } },
    ]));
  }, 60_000);
});

import { NatsServer } from './nats-server.js';
import { MinioServer } from './minio-server.js';
import { PostgresqlServer } from './postgresql-server.js';

/** Programs that stand in for what the chart brings, by the variables that name them. */
const PROGRAMS = { nats: process.env.PINATA_TEST_NATS_SERVER, minio: process.env.PINATA_TEST_MINIO, postgresql: process.env.PINATA_TEST_POSTGRESQL };

export const areAllPartsHere = Object.values(PROGRAMS).every((program) => program !== undefined && program !== '');

/** Queue, bucket and database, each a real one of this machine. */
export interface Parts {
  readonly nats: NatsServer;
  readonly minio: MinioServer;
  readonly postgresql: PostgresqlServer;
  remove(): Promise<void>;
}

export async function startParts(): Promise<Parts> {
  const [nats, minio, postgresql] = await Promise.all([NatsServer.start(PROGRAMS.nats ?? ''), MinioServer.start(PROGRAMS.minio ?? ''), PostgresqlServer.start(PROGRAMS.postgresql ?? '')]);
  return {
    nats,
    minio,
    postgresql,
    remove: async () => {
      await Promise.all([nats.remove(), minio.remove()]);
      postgresql.remove();
    },
  };
}

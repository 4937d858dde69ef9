import { z } from 'zod';

const name = z.string().regex(/^[a-z0-9]([-a-z0-9.]{0,251}[a-z0-9])?$/, 'must be the name of a Secret');

/** What the chart asks for: of each thing the name of its Secret; what is absent is kept elsewhere. */
export const installPlanSchema = z.strictObject({
  namespace: name,
  labels: z.record(z.string(), z.string()).default({}),
  installKey: name.optional(),
  secretBox: name.optional(),
  metrics: name.optional(),
  database: z.strictObject({ secret: name, host: z.string().min(1), port: z.number().int().default(5432), database: z.string().min(1), owner: z.string().min(1), login: z.string().min(1) }).optional(),
  nats: name.optional(),
  s3: name.optional(),
  keycloak: name.optional(),
});

export type InstallPlan = z.infer<typeof installPlanSchema>;

/** @throws Error naming the field that cannot be used; its value is in no message */
export function parseInstallPlan(text: string): InstallPlan {
  let json: unknown;
  try {
    json = JSON.parse(text);
  } catch (cause) {
    throw new Error('The plan is no JSON.', { cause });
  }
  const parsed = installPlanSchema.safeParse(json);
  if (parsed.success) return parsed.data;
  const issue = parsed.error.issues[0];
  throw new Error(`The plan cannot be used: ${issue?.path.join('.') ?? ''} ${issue?.message ?? ''}`);
}

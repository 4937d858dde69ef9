/** One of the things without which this process cannot answer requests as it should. */
export interface ReadinessCheck {
  /** One word for people who ask why it is not ready. */
  readonly name: string;
  /** Resolves when it is as it should be, rejects or takes its time when not. */
  check(): Promise<unknown>;
}

/** The composition root says what a profile needs. */
export const READINESS_CHECKS = Symbol('ReadinessChecks');

const PATIENCE_MILLISECONDS = 3_000;

/** Never rejects, and answers within three seconds, so that whoever asks every few seconds does not pile up. */
export async function isPassed(check: ReadinessCheck): Promise<boolean> {
  let timer: NodeJS.Timeout | undefined;
  const tooLate = new Promise<boolean>((resolve) => {
    timer = setTimeout(() => resolve(false), PATIENCE_MILLISECONDS);
  });
  const passed = (async () => check.check())().then(
    () => true,
    () => false,
  );
  try {
    return await Promise.race([passed, tooLate]);
  } finally {
    clearTimeout(timer);
  }
}

/** The answer, or a rejection where it does not come within `timeout` ms. What was asked goes on by itself. */
export async function within<T>(answer: PromiseLike<T>, timeout: number): Promise<T> {
  const { promise: late, reject } = Promise.withResolvers<never>();
  const timer = setTimeout(() => reject(new Error(`no answer within ${timeout} ms`)), timeout);
  try {
    return await Promise.race([answer, late]);
  } finally {
    clearTimeout(timer);
  }
}

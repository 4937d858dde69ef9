/** The pages that a person sees while signing in and out. They need no script; one closes the sign-out page by itself. */

export function escapeHtml(text: string): string {
  return text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;').replaceAll('"', '&quot;').replaceAll("'", '&#39;');
}

/** @param body HTML that is safe already */
export function page(title: string, body: string, head = ''): string {
  return `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">
<meta name="robots" content="noindex">
<title>${escapeHtml(title)} · Pinata Code</title>
<link rel="icon" type="image/svg+xml" href="/favicon.svg">
<link rel="stylesheet" href="/sign-in/assets/sign-in.css">
${head}</head>
<body>
<main>
<p class="brand"><img src="/favicon.svg" width="44" height="44" alt=""> Pinata Code</p>
${body}
</main>
</body>
</html>
`;
}

export interface SignInForm {
  readonly uid: string;
  readonly email: string;
  readonly error?: string;
}

export function signInPage(form: SignInForm): string {
  const error = form.error === undefined ? '' : `<p class="error" role="alert" id="problem">${escapeHtml(form.error)}</p>`;
  const described = form.error === undefined ? '' : ' aria-invalid="true" aria-describedby="problem"';
  const [emailFocus, passwordFocus] = form.email === '' ? [' autofocus', ''] : ['', ' autofocus'];
  return page(
    'Sign in',
    `<h1>Sign in</h1>
${error}
<form method="post" action="/sign-in/${encodeURIComponent(form.uid)}">
<label for="email">E-mail address</label>
<input id="email" name="email" type="email" autocomplete="username" required maxlength="254" value="${escapeHtml(form.email)}"${emailFocus}${described}>
<label for="password">Password</label>
<input id="password" name="password" type="password" autocomplete="current-password" required maxlength="256"${passwordFocus}${described}>
<button type="submit">Sign in</button>
</form>
<details><summary>Forgotten the password?</summary>
<p>Whoever runs this server starts it with <code>npm start -- --reset-password</code>: it prints a new one for the administrator, who can make new accounts.</p></details>`,
  );
}

export function errorPage(reason: string): string {
  return page(
    'Sign-in did not work',
    `<h1>Sign-in did not work</h1>
<p class="error" role="alert">${escapeHtml(reason)}</p>
<p><a class="button" href="/">Start again</a></p>`,
  );
}

/** @param form the provider's own form with its token, whose button is ours */
export function signOutPage(form: string): string {
  return page(
    'Sign out',
    `<h1>Sign out?</h1>
${form}
<button type="submit" form="op.logoutForm" name="logout" value="yes" id="sign-out">Sign out</button>`,
    '<script src="/sign-in/assets/sign-out.js" defer></script>\n',
  );
}

export function signedOutPage(): string {
  return page('Signed out', '<h1>You are signed out</h1>\n<p><a class="button" href="/">Sign in again</a></p>');
}

/** @param host as the browser spells it, with its port */
export function insecureHostPage(host: string, port: string): string {
  const name = host.replace(/:\d+$/, '').replaceAll(/[^\w.[\]:-]/g, '');
  return page(
    'Open it through localhost',
    `<h1>Sign-in cannot work at this address</h1>
<p>You opened <strong>${escapeHtml(name)}</strong> over plain HTTP. Browsers give the cryptography that signing in needs only to <code>localhost</code> and to addresses with TLS.</p>
<p>From your own machine, run this and leave it open:</p>
<pre><code>ssh -L ${escapeHtml(port)}:localhost:${escapeHtml(port)} ${escapeHtml(name)}</code></pre>
<p>then open <a href="http://localhost:${escapeHtml(port)}/">http://localhost:${escapeHtml(port)}/</a>.</p>
<p>To open this installation to a team, put a proxy with TLS before it and set <code>PINATA_PUBLIC_URL</code>.</p>`,
  );
}

export const SIGN_OUT_SCRIPT = `document.getElementById('sign-out')?.click();\n`;

/** The console's own colours, so that both are one product. */
export const STYLE_SHEET = `:root { color-scheme: light dark; --paper: light-dark(#f8f6f2, #161412); --card: light-dark(#fff, #1e1b19); --ink: light-dark(#231e19, #f0eae2); --line: light-dark(#e3ddd4, #37312c); --field: light-dark(#8f857a, #857b71); --accent: light-dark(#0b6b6b, #5cc8c3); --on-accent: light-dark(#fff, #04302f); --bad: light-dark(#b3261e, #f2b8b5); }
* { box-sizing: border-box; }
body { margin: 0; min-height: 100vh; display: grid; place-items: center; background: var(--paper); color: var(--ink); font: 1rem/1.5 system-ui, sans-serif; }
body::before { content: ''; position: fixed; inset: 0 0 auto; height: 4px; background: repeating-linear-gradient(90deg, #e5446d 0 28px, #f2a413 28px 56px, #12a09d 56px 84px); }
main { width: min(26rem, 100vw - 2rem); margin: 2rem 0; padding: 2rem; background: var(--card); border: 1px solid var(--line); border-radius: 12px; overflow-wrap: anywhere; }
.brand { display: flex; align-items: center; gap: .75rem; margin: 0 0 1rem; font-size: 1.25rem; font-weight: 600; }
h1 { margin: 0 0 1rem; font-size: 1.5rem; }
label { display: block; margin: 1rem 0 .25rem; }
input { width: 100%; padding: .75rem; font: inherit; color: inherit; background: transparent; border: 1px solid var(--field); border-radius: 8px; }
button, .button { display: inline-block; margin: 1.5rem 0; padding: .75rem 1.5rem; font: inherit; font-weight: 600; color: var(--on-accent); background: var(--accent); border: 0; border-radius: 8px; cursor: pointer; text-decoration: none; }
form button { width: 100%; }
:focus-visible { outline: 3px solid var(--accent); outline-offset: 2px; }
.error { padding: .75rem 1rem; color: var(--bad); border: 1px solid currentcolor; border-radius: 8px; }
a:not(.button) { color: var(--accent); }
pre { padding: 1rem; overflow-x: auto; border: 1px solid var(--line); border-radius: 8px; }
`;

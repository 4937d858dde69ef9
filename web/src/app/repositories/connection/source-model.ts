import { FormControl, FormGroup, Validators } from '@angular/forms';

export type Source = 'URL' | 'LOCAL_PATH';
type CredentialKind = 'none' | 'token' | 'key';

export type SourceForm = ReturnType<typeof sourceForm>;

/** Where a repository lies and how to get in. */
export function sourceForm() {
  return new FormGroup({
    source: new FormControl<Source>('URL', { nonNullable: true }),
    location: new FormControl('', { nonNullable: true, validators: [Validators.required, Validators.maxLength(2048)] }),
    credential: new FormControl<CredentialKind>('none', { nonNullable: true }),
    username: new FormControl('', { nonNullable: true }),
    secret: new FormControl('', { nonNullable: true }),
    sshPrivateKey: new FormControl('', { nonNullable: true }),
  });
}

/** Only what was typed travels; the secret never comes back from the server. */
export function credentialInput(form: SourceForm): { readonly credential?: { readonly username?: string; readonly secret?: string; readonly sshPrivateKey?: string } } {
  const { source, credential, username, secret, sshPrivateKey } = form.getRawValue();
  if (source === 'LOCAL_PATH' || credential === 'none') return {};
  if (credential === 'key') return sshPrivateKey === '' ? {} : { credential: { sshPrivateKey } };
  return secret === '' ? {} : { credential: { ...(username === '' ? {} : { username }), secret } };
}

/** `https://host/team/shop.git` and `/home/me/shop/` are both called `shop`. */
export function nameOfLocation(location: string): string {
  const last = location.trim().replace(/[?#].*$/, '').replace(/[/\\]+$/, '').split(/[/\\:]/).at(-1) ?? '';
  return last.replace(/\.git$/, '');
}

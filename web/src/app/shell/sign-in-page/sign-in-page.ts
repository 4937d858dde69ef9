import { ChangeDetectionStrategy, Component, computed, input } from '@angular/core';
import { MatButton } from '@angular/material/button';
import type { SignInState } from '../../core/identity/sign-in.js';
import { CopyButton } from '../../ui/copy-button/copy-button.js';
import { Logo } from '../logo/logo.js';

/** What a person sees who is not signed in: that it is under way, or what stands in the way and what to do. */
@Component({
  selector: 'pn-sign-in-page',
  imports: [CopyButton, Logo, MatButton],
  templateUrl: './sign-in-page.html',
  styleUrl: './sign-in-page.scss',
  changeDetection: ChangeDetectionStrategy.OnPush,
})
export class SignInPage {
  readonly state = input.required<SignInState>();

  /** Reaches the same server through an encrypted tunnel under a name that browsers trust. */
  protected readonly tunnel = computed(() => {
    const state = this.state();
    return state.step === 'insecure' ? `ssh -N -L ${state.port}:localhost:${state.port} ${state.host}` : '';
  });
  protected readonly localAddress = computed(() => {
    const state = this.state();
    return state.step === 'insecure' ? `http://localhost:${state.port}` : '';
  });
}

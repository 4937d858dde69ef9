import { ChangeDetectionStrategy, Component, inject } from '@angular/core';
import { Router, RouterOutlet } from '@angular/router';
import { ReturnAddress, SIGNED_IN_PATH } from './core/identity/return-address.js';
import { SignIn } from './core/identity/sign-in.js';
import { Theme } from './core/theme/theme.js';
import { SignInPage } from './shell/sign-in-page/sign-in-page.js';

/** Shows pages once somebody is signed in, and until then what stands in the way. */
@Component({
  selector: 'pn-root',
  imports: [RouterOutlet, SignInPage],
  template: `
    @if (signIn.state().step === 'signedIn') {
      <router-outlet />
    } @else {
      <pn-sign-in-page [state]="signIn.state()" />
    }
  `,
  changeDetection: ChangeDetectionStrategy.OnPush,
})
export class App {
  protected readonly signIn = inject(SignIn);
  private readonly router = inject(Router);
  private readonly returnAddress = inject(ReturnAddress);

  constructor() {
    inject(Theme);
    void this.open();
  }

  private async open(): Promise<void> {
    if (!(await this.signIn.start())) return;
    const { pathname, search, hash } = window.location;
    const wanted = this.returnAddress.take();
    this.router.setUpLocationChangeListener();
    await this.router.navigateByUrl(pathname === SIGNED_IN_PATH ? wanted : pathname + search + hash, { replaceUrl: true });
  }
}

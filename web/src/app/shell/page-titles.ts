import { Injectable, inject } from '@angular/core';
import { Title } from '@angular/platform-browser';
import { TitleStrategy } from '@angular/router';
import type { RouterStateSnapshot } from '@angular/router';

/** `Overview · shop · Pinata Code` */
@Injectable({ providedIn: 'root' })
export class PageTitles extends TitleStrategy {
  private readonly title = inject(Title);

  override updateTitle(snapshot: RouterStateSnapshot): void {
    let route = snapshot.root;
    while (route.firstChild !== null) route = route.firstChild;
    const parts = [this.buildTitle(snapshot), route.paramMap.get('repository') ?? route.paramMap.get('organization'), 'Pinata Code'];
    this.title.setTitle(parts.filter((part) => part !== undefined && part !== null).join(' · '));
  }
}

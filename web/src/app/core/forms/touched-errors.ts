import type { AbstractControl } from '@angular/forms';
import type { ErrorStateMatcher } from '@angular/material/core';

/**
 * Shows a field's error once somebody was in it or pressed the button, which marks all fields. Material's own rule also
 * shows it in every form that was ever sent, so that a form emptied after success would blame its empty fields.
 */
export class TouchedErrors implements ErrorStateMatcher {
  isErrorState(control: AbstractControl | null): boolean {
    return control !== null && control.invalid && control.touched;
  }
}

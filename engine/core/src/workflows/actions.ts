import { Expression } from '../facts/schema.js';
import type { FileView } from '../view/file-view.js';
import { valuesOf } from './values.js';

/** Where an application has its controllers. */
const CONTROLLERS = 'App\\Http\\Controllers';

/** A method of a class, as a route names it. */
export interface NamedAction {
  /** Number of the class, or -1. */
  readonly type: number;
  readonly name: string;
}

/** `[UsersController::class, 'show']`, `'UsersController@show'`, `ShowUser::class`, `'show'` in a group of a controller: a method of a controller. */
export function actionNamed(view: FileView, row: number): NamedAction | undefined {
  if (view.kind(row) === Expression.array) {
    const [type, method] = view.arguments(row);
    const name = method === undefined ? undefined : view.text(method.value);
    return type === undefined || name === undefined ? undefined : { type: symbolNamed(view, type.value), name };
  }
  const text = view.text(row);
  if (text === undefined) return row < 0 || view.kind(row) === Expression.lambda ? undefined : { type: symbolNamed(view, row), name: '__invoke' };
  const [type = '', name] = text.split('@');
  return name === undefined ? { type: controllerAround(view, row), name: type } : { type: controllerNamed(view, row, type), name };
}

/** `Route::controller(UserController::class)->group(…)`: the class that all routes in a group are of, or -1. */
function controllerAround(view: FileView, row: number): number {
  for (const lambda of view.lambdasAround(row)) {
    const link = view.chain(view.callAround(lambda)).find((one) => one.name === 'controller' && one.call >= 0);
    if (link !== undefined) return symbolNamed(view, view.argument(link.call, 0));
  }
  return -1;
}

/** The controller that a text names: in the namespaces of the groups around it, below the one that an application has for controllers. */
export function controllerNamed(view: FileView, row: number, name: string): number {
  const groups = valuesOf({ view, expression: row, symbol: -1, type: -1 }, 'around:group|namespace:0|0.namespace')[0] ?? '';
  const whole = [...groups.split(/[/\\]/), ...name.split('\\')].filter((part) => part !== '').join('\\');
  // An application may call its own namespace otherwise: `Shop\Http\Controllers`.
  return [`${CONTROLLERS}\\${whole}`, whole, name].map((one) => view.typeNamed(one)).find((found) => found >= 0) ?? -1;
}

/** The class that `Users::class`, `Users.class` or `Users` names, or -1. */
export function symbolNamed(view: FileView, row: number): number {
  const own = view.symbolNamed(row);
  return own < 0 ? view.symbolNamed(view.operand(row)) : own;
}

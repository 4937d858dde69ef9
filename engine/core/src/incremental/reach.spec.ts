import { afterAll, beforeEach, describe, expect, it } from '@jest/globals';
import { ScanPair } from '../../test/edits/scan-pair.js';

const pair = new ScanPair();
beforeEach(() => pair.reset());
afterAll(() => pair.end());

type Files = Readonly<Record<string, string | undefined>>;

/** How many files are parsed and linked by a scan upon the last one. */
async function again(): Promise<readonly [parsed: number, relinked: number]> {
  await pair.again();
  return [pair.counts.parsed, pair.counts.relinked];
}

const TYPESCRIPT: Files = {
  'package.json': '{ "name": "app" }',
  'tsconfig.json': '{ "compilerOptions": { "paths": { "@app/*": ["./src/*"] } } }',
  'src/shop.ts': "import type { Order } from './order';\nexport class Shop { first(order: Order) { let sum = 1; return order; } }\n",
  'src/order.ts': 'export interface Order { total(): number }\n',
  'src/sell.ts': "import { Shop } from '@app/shop';\nexport const sell = (shop: Shop) => shop.first(null!).total();\n",
  'src/late.ts': "import { gone } from './gone';\ngone();\n",
  'src/alone.ts': 'export const alone = 1;\n',
};
const WRAPPED: Files = {
  'package.json': '{ "name": "app" }',
  'src/send.ts': 'export async function send(path: string): Promise<void> { await fetch(`/v1${path}`); }\n',
  'src/save.ts': "import { send } from './send';\nexport const save = () => send('/orders');\n",
  'src/none.ts': "import { send } from './send';\nexport const none = (path: string) => send(path);\n",
};
const CSHARP: Files = {
  'Core/Core.csproj': '<Project />',
  'Web/Web.csproj': '<Project><ItemGroup><ProjectReference Include="..\\Core\\Core.csproj" /></ItemGroup></Project>',
  'Core/Shop.cs': 'namespace App.Core { public class Shop { public Order First() { var sum = 1; return new Order(); } } }\n',
  'Core/Order.cs': 'namespace App.Core { public class Order { public int Total() { return 1; } } }\n',
  'Core/Other.cs': 'namespace App.Core { public class Other { public void Run() { Missing.Do(); } } }\n',
  'Web/Sell.cs': 'using App.Core;\nnamespace App.Web { public class Sell { public int Now(Shop shop) { return shop.First().Total(); } } }\n',
  'Web/Alone.cs': 'namespace App.Web { public class Alone { } }\n',
};
const CSHARP_GENERICS: Files = {
  'App.csproj': '<Project />',
  'Things.cs': 'namespace App { public class Order { public void Total() { } } public class Shop { public void Total() { } } public class Box<T> { public T Value { get; } } }\n',
  'OrderBox.cs': 'namespace App { public class OrderBox : Box<Order> { } }\n',
  'Each.cs': 'using System;\nnamespace App { public static class Each { public static void Of(Action<Order> use) { } public static (Order, int) Pair() { return (null, 1); } } }\n',
  'Bound.cs': 'namespace App { public class Bound<T> where T : Order { public T Held { get; } } }\n',
  'Opens.cs': 'namespace App { public class Opens { void Run(OrderBox box) { box.Value.Total(); } } }\n',
  'Visits.cs': 'namespace App { public class Visits { void Run() { Each.Of(one => one.Total()); } } }\n',
  'Parts.cs': 'namespace App { public class Parts { void Run() { var (one, count) = Each.Pair(); one.Total(); } } }\n',
  'Holds.cs': 'namespace App { public class Holds<T> where T : Order { void Run(Bound<T> bound) { bound.Held.Total(); } } }\n',
  'Alone.cs': 'namespace App { public class Alone { } }\n',
};
const CSHARP_TWINS: Files = {
  'App.csproj': '<Project />',
  'Order.cs': 'namespace App { public class Order { } }\n',
  'Orders.cs': 'namespace App { public static class Orders { public static void Load(Order one) { } public static void Load(this Order one) { } } }\n',
  'Use.cs': 'namespace App { public class Use { void Run(Order order) { order.Load(); } } }\n',
};
const PYTHON: Files = {
  'pyproject.toml': '[project]\nname = "app"\n',
  'shop/__init__.py': '',
  'shop/order.py': 'class Order:\n    def total(self):\n        return 1\n',
  'shop/shop.py': 'from shop.order import Order\nclass Shop:\n    def first(self) -> Order:\n        count = 1\n        return Order()\n',
  'shop/sell.py': 'from .shop import Shop\ndef sell(shop: Shop):\n    return shop.first().total()\n',
  'shop/late.py': 'from shop.gone import gone\ngone()\n',
  'shop/guess.py': 'def guess(it):\n    it.settle()\n',
  'shop/alone.py': 'alone = 1\n',
  'tests/test_shop.py': 'def test_shop(order):\n    order.total()\n',
};
const GO: Files = {
  'go.mod': 'module example.com/app\n',
  'shop/order.go': 'package shop\ntype Order struct{}\n',
  'shop/total.go': 'package shop\nfunc (o Order) Total() int { sum := 1; return sum }\n',
  'shop/shop.go': 'package shop\ntype Shop struct{}\nfunc (s Shop) First() Order { return Order{} }\n',
  'shop/late.go': 'package shop\nfunc late() { gone() }\n',
  'web/sell.go': 'package web\nimport "example.com/app/shop"\nfunc Sell(s shop.Shop) int { return s.First().Total() }\n',
  'web/whole.go': 'package web\ntype Whole interface { Total() int }\n',
  'web/alone.go': 'package web\nvar alone = 1\n',
  'job/gone.go': 'package job\nimport "example.com/app/later"\nfunc Run() { later.Now() }\n',
};
const POM = '<project><groupId>g</groupId><artifactId>app</artifactId><version>1</version></project>';
const JAVA: Files = {
  'pom.xml': POM,
  'src/main/java/shop/Order.java': 'package shop;\npublic class Order { public int total() { int sum = 1; return 1; } }\n',
  'src/main/java/shop/Shop.java': 'package shop;\npublic class Shop { public Order first() { return new Order(); } }\n',
  'src/main/java/shop/Late.java': 'package shop;\npublic class Late { void run() { Gone.now(); } }\n',
  'src/main/java/web/Sell.java': 'package web;\nimport shop.*;\npublic class Sell { int sell(Shop shop) { return shop.first().total(); } }\n',
  'src/main/java/web/Alone.java': 'package web;\npublic class Alone { }\n',
  'src/main/java/job/Later.java': 'package job;\nimport later.Run;\npublic class Later { void run() { Run.now(); } }\n',
};
const KOTLIN: Files = {
  'pom.xml': POM,
  'src/main/kotlin/shop/Order.kt': 'package shop\nclass Order { fun total(): Int { val sum = 1; return 1 } }\n',
  'src/main/kotlin/shop/Shop.kt': 'package shop\nclass Shop { fun first(): Order = Order() }\n',
  'src/main/java/shop/Old.java': 'package shop;\npublic class Old { Order first(Shop shop) { return shop.first(); } }\n',
  'src/main/kotlin/web/Sell.kt': 'package web\nimport shop.Shop\nfun sell(shop: Shop) = shop.first().total()\n',
  'src/main/kotlin/web/Bill.kt': 'package web\nimport shop.*\nfun bill(order: Order) = order.taxed()\n',
  'src/main/kotlin/web/Alone.kt': 'package web\nval alone = 1\n',
};
const PHP: Files = {
  'composer.json': '{ "name": "acme/app", "autoload": { "psr-4": { "App\\\\": "src/" } } }',
  'src/Order.php': '<?php\nnamespace App;\nclass Order { use Priced; public function total() { $sum = 1; return 1; } }\n',
  'src/Priced.php': '<?php\nnamespace App;\ntrait Priced { public function price() { return $this->total(); } }\n',
  'src/Shop.php': '<?php\nnamespace App;\nclass Shop { public function first(): Order { return new Order(); } }\n',
  'src/Web/Sell.php': '<?php\nnamespace App\\Web;\nuse App\\Shop;\nfunction sell(Shop $shop) { return $shop->first()->total(); }\n',
  'src/Web/Late.php': '<?php\nnamespace App\\Web;\nuse App\\Gone;\nfunction late() { (new Gone())->now(); require \'old/run.php\'; }\n',
  'src/Alone.php': '<?php\nnamespace App;\nclass Alone { }\n',
};
const RUBY: Files = {
  Gemfile: "gem 'rails'\n",
  'app/models/order.rb': 'class Order < ActiveRecord::Base\n  include Priced\n  belongs_to :customer\n  def total\n    sum = 1\n    return 1\n  end\nend\n',
  'app/models/priced.rb': 'module Priced\n  def price\n    total\n  end\nend\n',
  'app/models/shop.rb': 'class Shop\n  def first\n    Order.new\n  end\nend\n',
  'app/services/sell.rb': 'class Sell\n  def sell\n    Shop.new.first.total\n  end\nend\n',
  'app/services/names.rb': 'class Names\n  def name\n    Order.new.customer.name\n  end\nend\n',
  'app/services/alone.rb': 'class Alone\nend\n',
};
const COMMONJS: Files = {
  'package.json': '{ "name": "app" }',
  'core.js': 'exports.x = function () {};\n',
  'other.js': 'exports.x = function () {};\n',
  'whole.js': "module.exports = require('./core');\n",
  'spread.js': "module.exports = { ...require('./core'), own() {} };\n",
  'use.js': "require('./whole').x();\nrequire('./whole').y();\n",
  'parts.js': "const { x } = require('./spread');\nx();\n",
};
const GENERICS: Files = {
  'package.json': '{ "name": "app" }',
  'things.ts': 'export class Order { total() {} }\nexport class Shop { total() {} }\nexport class Box<T> { value!: T }\n',
  'box.ts': "import { Box, Order, Shop } from './things';\nexport class OrderBox extends Box<Order> {}\nexport type Boxed = Box<Order>;\n",
  'each.ts': "import { Order, Shop } from './things';\nexport function each(use: (order: Order) => void) {}\n",
  'opens.ts': "import { OrderBox, Boxed } from './box';\nexport function open(box: OrderBox, boxed: Boxed) { box.value.total(); boxed.value.total(); }\n",
  'visits.ts': "import { each } from './each';\neach((one) => one.total());\n",
};
const COMMENTS_OF_PHP: Files = {
  'composer.json': '{ "name": "acme/app", "autoload": { "psr-4": { "App\\\\": "src/" } } }',
  'src/Order.php': '<?php\nnamespace App;\nclass Order { use Priced { price as cost; } public function total() { return $this->cost(); } }\n',
  'src/Priced.php': '<?php\nnamespace App;\ntrait Priced { public function price() { return 1; } public function rebate() { return 0; } }\n',
  'src/Shop.php': '<?php\nnamespace App;\n/** @method Order last() */\nclass Shop { /** @return Order */ public function first() { return load(); } }\n',
  'src/Sell.php': '<?php\nnamespace App;\n/** @param Shop $shop */\nfunction sell($shop) { $shop->first()->total(); $shop->last()->total(); $shop->never(); }\n',
};
const COMMENTS_OF_JAVASCRIPT: Files = {
  'package.json': '{ "name": "app" }',
  'shop.js': 'export class Shop { open() {} }\n',
  'sell.js': "/** @param {import('./shop').Shop} shop */\nexport function sell(shop) { shop.open(); }\n/** @param {import('./later').Later} later */\nexport function late(later) { later.run(); }\n",
};
const PREPENDED: Files = {
  'app/models/order.rb': 'class Order\n  prepend Loud\n  def total\n  end\nend\n',
  'app/models/loud.rb': 'module Loud\n  def total\n  end\nend\n',
  'app/models/shop.rb': 'class Shop\n  def orders\n    [Order.new]\n  end\nend\n',
  'app/services/sell.rb': 'class Sell\n  def sell\n    Shop.new.orders.each(&:total)\n  end\nend\n',
};
const TYPE_VARIABLES: Files = {
  'pyproject.toml': '[project]\nname = "app"\n',
  'shop/types.py': "from typing import TypeVar\nfrom shop.order import Order\nT = TypeVar('T', bound=Order)\n",
  'shop/order.py': 'class Order:\n    def total(self): pass\n',
  'shop/box.py': 'from typing import Generic\nfrom shop.types import T\nclass Box(Generic[T]):\n    value: T\n',
  'shop/sell.py': 'from shop.box import Box\nfrom shop.order import Order\ndef sell(box: Box[Order], other: Box):\n    box.value.total()\n    other.value.total()\n',
};
const OPERATORS: Files = {
  'pom.xml': POM,
  'src/main/kotlin/shop/Money.kt': 'package shop\nclass Money {\n    operator fun plus(other: Money): Money = this\n}\n',
  'src/main/kotlin/shop/Sum.kt': 'package shop\nfun sum(a: Money, b: Money) = a + b\nfun less(a: Money, b: Money) = a - b\n',
};

describe('a change reaches', () => {
  it.each<[string, Files, Files, number, number]>([
    ['nobody but the file, in a body', TYPESCRIPT, { 'src/shop.ts': "import type { Order } from './order';\nexport class Shop { first(order: Order) { let sum = 2; sum++; return order; } }\n" }, 1, 1],
    ['its readers, in a signature', TYPESCRIPT, { 'src/shop.ts': "import type { Order } from './order';\nexport class Shop { first(order: Order, count: number) { let sum = 1; return order; } }\n" }, 1, 2],
    ['those that read through it', TYPESCRIPT, { 'src/order.ts': 'export interface Order { total(): string }\n' }, 1, 3],
    ['what asked for it, when a file is added', TYPESCRIPT, { 'src/gone.ts': 'export function gone() {}\n' }, 1, 2],
    ['nobody, when a file is added that nobody asked for', TYPESCRIPT, { 'src/more.ts': 'export const more = 1;\n' }, 1, 1],
    ['its readers, when it is deleted', TYPESCRIPT, { 'src/order.ts': undefined }, 0, 2],
    ['its readers, when it moves', TYPESCRIPT, { 'src/order.ts': undefined, 'src/orders/order.ts': 'export interface Order { total(): number }\n' }, 0, 3],
    ['those whose imports lead elsewhere, in a tsconfig', TYPESCRIPT, { 'tsconfig.json': '{ "compilerOptions": { "paths": { "@app/*": ["./source/*"] } } }' }, 0, 1],
    ['nobody, in a tsconfig that leads where it led', TYPESCRIPT, { 'tsconfig.json': '{ "compilerOptions": { "paths": { "@app/*": ["src/*"] }, "strict": true } }' }, 0, 0],
    ['nobody, when nothing changed', TYPESCRIPT, {}, 0, 0],
    ['those that say what it asks for, in the body of a function that is given an address', WRAPPED, { 'src/send.ts': 'export async function send(path: string): Promise<void> { await fetch(`/v2${path}`); }\n' }, 1, 2],
    ['those that ask a module for what another gives it', COMMONJS, { 'core.js': 'exports.x = function () {};\nexports.y = function () {};\n' }, 1, 5],
    ['users of a module that gives out another', COMMONJS, { 'whole.js': "module.exports = require('./other');\n" }, 1, 2],
    ['users of an object that takes in another', COMMONJS, { 'spread.js': "module.exports = { ...require('./other'), own() {} };\n" }, 1, 2],
    ['those that see through a type argument', GENERICS, { 'box.ts': "import { Box, Order, Shop } from './things';\nexport class OrderBox extends Box<Shop> {}\nexport type Boxed = Box<Order>;\n" }, 1, 2],
    ['those that give a function what it calls', GENERICS, { 'each.ts': "import { Order, Shop } from './things';\nexport function each(use: (order: Shop) => void) {}\n" }, 1, 2],
    ['nobody but the file, in a body', CSHARP, { 'Core/Shop.cs': 'namespace App.Core { public class Shop { public Order First() { var sum = 2; sum++; return new Order(); } } }\n' }, 1, 1],
    ['its readers, in a signature', CSHARP, { 'Core/Order.cs': 'namespace App.Core { public class Order { public long Total() { return 1; } } }\n' }, 1, 3],
    ['what asked for it, when a file is added', CSHARP, { 'Core/Missing.cs': 'namespace App.Core { public static class Missing { public static void Do() { } } }\n' }, 1, 2],
    ['nobody, when a file is added that nobody asked for', CSHARP, { 'Core/More.cs': 'namespace App.Core { public class More { } }\n' }, 1, 1],
    ['its readers, when it is deleted', CSHARP, { 'Core/Order.cs': undefined }, 0, 2],
    ['all files of a project that opens a namespace, when its last file is deleted', { ...CSHARP, 'App.csproj': '<Project Sdk="Microsoft.NET.Sdk"><ItemGroup><PackageReference Include="Newtonsoft.Json" Version="13.0.1" /><Using Include="App.Gone" /></ItemGroup></Project>', 'Gone/Last.cs': 'namespace App.Gone { public class Last { } }\n' }, { 'Gone/Last.cs': undefined }, 0, 5],
    ['those that see through a type argument', CSHARP_GENERICS, { 'OrderBox.cs': 'namespace App { public class OrderBox : Box<Shop> { } }\n' }, 1, 2],
    ['those that give a function what it calls, or take its result apart', CSHARP_GENERICS, { 'Each.cs': 'using System;\nnamespace App { public static class Each { public static void Of(Action<Shop> use) { } public static (Shop, int) Pair() { return (null, 1); } } }\n' }, 1, 3],
    ['those that see a bound of a type parameter', CSHARP_GENERICS, { 'Bound.cs': 'namespace App { public class Bound<T> where T : Shop { public T Held { get; } } }\n' }, 1, 2],
    ['nobody but the file, in the body of a generic method', CSHARP_GENERICS, { 'Each.cs': 'using System;\nnamespace App { public static class Each { public static void Of(Action<Order> use) { var sum = 1; sum++; } public static (Order, int) Pair() { return (null, 1); } } }\n' }, 1, 1],
    ['nobody but the file, in a body', PYTHON, { 'shop/shop.py': 'from shop.order import Order\nclass Shop:\n    def first(self) -> Order:\n        count = 2\n        print(count)\n        return Order()\n' }, 1, 1],
    ['those that read through it', PYTHON, { 'shop/order.py': 'class Order:\n    def total(self, tax):\n        return 1\n' }, 1, 3],
    ['what asked for it, when a file is added', PYTHON, { 'shop/gone.py': 'def gone(): pass\n' }, 1, 2],
    ['what asked for its only method, when a file is added', PYTHON, { 'shop/bill.py': 'class Bill:\n    def settle(self): pass\n' }, 1, 2],
    ['tests that ask for a fixture, when one is added', PYTHON, { 'tests/conftest.py': 'import pytest\nfrom shop.order import Order\n@pytest.fixture\ndef order():\n    return Order()\n' }, 1, 2],
    ['nobody, when a file is added that nobody asked for', PYTHON, { 'shop/more.py': 'more = 1\n' }, 1, 1],
    ['its readers, when it is deleted', PYTHON, { 'shop/order.py': undefined }, 0, 2],
    ['its readers, when it moves', PYTHON, { 'shop/order.py': undefined, 'orders/order.py': 'class Order:\n    def total(self):\n        return 1\n' }, 0, 3],
    ['nobody whose modules stay where they were, when folders of sources are stated', PYTHON, { 'pyproject.toml': '[project]\nname = "app"\n[tool.setuptools.packages.find]\nwhere = ["src"]\n' }, 0, 0],
    ['all files whose package is another, in a name', PYTHON, { 'pyproject.toml': '[project]\nname = "other"\n' }, 0, 8],
    ['nobody but the file, in a body', GO, { 'shop/total.go': 'package shop\nfunc (o Order) Total() int { sum := 1; println(sum); return sum }\n' }, 1, 1],
    ['readers of a type, in a method that another file declares', GO, { 'shop/total.go': 'package shop\nfunc (o Order) Total(tax int) int { sum := 1; return sum }\n' }, 1, 3],
    ['types that satisfy an interface, in the interface', GO, { 'web/whole.go': 'package web\ntype Whole interface { Total() int; First() }\n' }, 1, 3],
    ['what asked for it in its package, when a file is added', GO, { 'shop/gone.go': 'package shop\nfunc gone() {}\n' }, 1, 2],
    ['what imports it, when a package is added', GO, { 'later/now.go': 'package later\nfunc Now() {}\n' }, 1, 2],
    ['nobody, when a file is added that nobody asked for', GO, { 'shop/more.go': 'package shop\nfunc more() {}\n' }, 1, 1],
    ['readers of its type, when a method is deleted', GO, { 'shop/total.go': undefined }, 0, 3],
    ['those whose imports lead elsewhere, in the name of a module', GO, { 'go.mod': 'module example.com/other\n' }, 0, 8],
    ['all files of a module, in what it asks for', GO, { 'go.mod': 'module example.com/app\nrequire github.com/pkg/errors v0.9.1\n' }, 0, 8],
    ['nobody but the file, in a body', JAVA, { 'src/main/java/shop/Order.java': 'package shop;\npublic class Order { public int total() { int sum = 2; sum++; return 1; } }\n' }, 1, 1],
    ['those that read through it', JAVA, { 'src/main/java/shop/Order.java': 'package shop;\npublic class Order { public int total(int tax) { int sum = 1; return 1; } }\n' }, 1, 3],
    ['what asked for it in its package, when a file is added', JAVA, { 'src/main/java/shop/Gone.java': 'package shop;\nclass Gone { static void now() { } }\n' }, 1, 2],
    ['what imports it, when a package is added', JAVA, { 'src/main/java/later/Run.java': 'package later;\npublic class Run { public static void now() { } }\n' }, 1, 2],
    ['nobody, when a file is added that nobody asked for', JAVA, { 'src/main/java/shop/More.java': 'package shop;\nclass More { }\n' }, 1, 1],
    ['its readers, when it is deleted', JAVA, { 'src/main/java/shop/Order.java': undefined }, 0, 2],
    ['its readers, when it moves to another folder', JAVA, { 'src/main/java/shop/Order.java': undefined, 'src/main/java/shop/more/Order.java': 'package shop;\npublic class Order { public int total() { int sum = 1; return 1; } }\n' }, 0, 3],
    ['all files of a project, in its name', JAVA, { 'pom.xml': POM.replace('app', 'other') }, 0, 6],
    ['nobody but the file, in a body', KOTLIN, { 'src/main/kotlin/shop/Order.kt': 'package shop\nclass Order { fun total(): Int { val sum = 2; print(sum); return 1 } }\n' }, 1, 1],
    ['those that read through it, in Java and in Kotlin', KOTLIN, { 'src/main/kotlin/shop/Shop.kt': 'package shop\nclass Shop { fun first(from: Int): Order = Order() }\n' }, 1, 3],
    ['who sees it, when an extension is added', KOTLIN, { 'src/main/kotlin/shop/Taxes.kt': 'package shop\nfun Order.taxed() = 1\n' }, 1, 2],
    ['nobody, when a file is added that nobody asked for', KOTLIN, { 'src/main/kotlin/shop/More.kt': 'package shop\nval more = 1\n' }, 1, 1],
    ['its readers, when it is deleted', KOTLIN, { 'src/main/kotlin/shop/Order.kt': undefined }, 0, 4],
    ['nobody but the file, in a body', PHP, { 'src/Order.php': '<?php\nnamespace App;\nclass Order { use Priced; public function total() { $sum = 2; print($sum); return 1; } }\n' }, 1, 1],
    ['those that read through it, and the trait that it completes', PHP, { 'src/Order.php': '<?php\nnamespace App;\nclass Order { use Priced; public function total($tax) { $sum = 1; return 1; } }\n' }, 1, 4],
    ['a trait that it completes, when a file is added', PHP, { 'src/Bill.php': '<?php\nnamespace App;\nclass Bill { use Priced; public function total() { return 2; } }\n' }, 1, 2],
    ['what asked for it, when a file is added', PHP, { 'src/Gone.php': '<?php\nnamespace App;\nclass Gone { public function now() { } }\n' }, 1, 2],
    ['what includes it, when a file is added', PHP, { 'old/run.php': '<?php\nrun();\n' }, 1, 2],
    ['nobody, when a file is added that nobody asked for', PHP, { 'src/More.php': '<?php\nnamespace App;\nclass More { }\n' }, 1, 1],
    ['its readers, when it is deleted', PHP, { 'src/Order.php': undefined }, 0, 3],
    ['all files of a package, in what it asks for', PHP, { 'composer.json': '{ "name": "acme/app", "require": { "laravel/framework": "^11" }, "autoload": { "psr-4": { "App\\\\": "src/" } } }' }, 0, 6],
    ['nobody but the file, in a body', RUBY, { 'app/models/order.rb': 'class Order < ActiveRecord::Base\n  include Priced\n  belongs_to :customer\n  def total\n    sum = 2\n    puts sum\n    return 1\n  end\nend\n' }, 1, 1],
    ['those that read through it, and the module that it completes', RUBY, { 'app/models/order.rb': 'class Order < ActiveRecord::Base\n  include Priced\n  belongs_to :customer\n  def total(tax)\n    sum = 1\n    return 1\n  end\nend\n' }, 1, 5],
    ['a module that it completes, and those that look into it, when a file is added', RUBY, { 'app/models/bill.rb': 'class Bill\n  include Priced\n  def total\n    2\n  end\nend\n' }, 1, 4],
    ['who follows an association to it, when a model is added', RUBY, { 'app/models/customer.rb': 'class Customer < ActiveRecord::Base\n  def name\n  end\nend\n' }, 1, 2],
    ['readers of a class, when a file opens it again', RUBY, { 'lib/patches.rb': 'class Shop\n  def last\n  end\nend\n' }, 1, 3],
    ['nobody, when a file is added that nobody asked for', RUBY, { 'app/services/more.rb': 'class More\nend\n' }, 1, 1],
    ['its readers, when it is deleted', RUBY, { 'app/models/order.rb': undefined }, 0, 4],
    ['those that read a type in its comment', COMMENTS_OF_PHP, { 'src/Shop.php': '<?php\nnamespace App;\n/** @method Order last() */\nclass Shop { /** @return Shop */ public function first() { return load(); } }\n' }, 1, 2],
    ['those that read a member that only a comment states', COMMENTS_OF_PHP, { 'src/Shop.php': '<?php\nnamespace App;\n/** @method Shop last() */\nclass Shop { /** @return Order */ public function first() { return load(); } }\n' }, 1, 2],
    ['nobody but the file, in a comment that states no type', COMMENTS_OF_PHP, { 'src/Shop.php': '<?php\nnamespace App;\n/** @method Order last() */\nclass Shop { /** Finds one. @return Order */ /** @return Order */ public function first() { return load(); } }\n' }, 1, 1],
    ['readers of a class and the trait that it completes, in the name that it gives a member', COMMENTS_OF_PHP, { 'src/Order.php': '<?php\nnamespace App;\nclass Order { use Priced { rebate as cost; } public function total() { return $this->cost(); } }\n' }, 1, 4],
    ['those whose calls a class answers that it lacks', COMMENTS_OF_PHP, { 'src/Shop.php': '<?php\nnamespace App;\n/** @method Order last() */\nclass Shop { /** @return Order */ public function first() { return load(); } public function __call($name, $given) {} }\n' }, 1, 2],
    ['those whose comments import it', COMMENTS_OF_JAVASCRIPT, { 'shop.js': 'export class Shop { open() {} close() {} }\n' }, 1, 2],
    ['those whose comments ask for it, when a file is added', COMMENTS_OF_JAVASCRIPT, { 'later.js': 'export class Later { run() {} }\n' }, 1, 2],
    ['those that call what is prepended, when it no longer is', PREPENDED, { 'app/models/order.rb': 'class Order\n  include Loud\n  def total\n  end\nend\n' }, 1, 3],
    ['what a symbol calls of each, in what there is of it', PREPENDED, { 'app/models/shop.rb': 'class Shop\n  def orders\n    [Shop.new]\n  end\nend\n' }, 1, 2],
    ['those that see through a type variable, in its bound', TYPE_VARIABLES, { 'shop/types.py': "from typing import TypeVar\nT = TypeVar('T')\n" }, 1, 3],
    ['those that use an operator, when it is added', OPERATORS, { 'src/main/kotlin/shop/More.kt': 'package shop\noperator fun Money.minus(other: Money): Money = this\n' }, 1, 2],
    ['those that use an operator, in its function', OPERATORS, { 'src/main/kotlin/shop/Money.kt': 'package shop\nclass Money {\n    operator fun plus(other: Int): Money = this\n}\n' }, 1, 2],
    ['those that use an extension, when a method that looks like it gets another name', CSHARP_TWINS, { 'Orders.cs': 'namespace App { public static class Orders { public static void Make(Order one) { } public static void Load(this Order one) { } } }\n' }, 1, 2],
    ['what imports a module with hyphens, when a file is added that declares it', { ...TYPESCRIPT, 'src/hyphens.ts': "import { parse } from 'words-to-text';\nparse();\n" }, { 'src/words.d.ts': "declare module 'words-to-text' { export function parse(): void }\n" }, 1, 2],
    ['the files of a project, in what that sees', CSHARP, { 'Web/Web.csproj': '<Project />' }, 0, 2],
  ])('%s', async (_, files, change, parsed, relinked) => {
    pair.change(files);
    await again();
    pair.change(change);
    expect(await again()).toEqual([parsed, relinked]);
    expect(await again()).toEqual([0, 0]);
  }, 30_000);
});

describe('what is concluded from bodies of other files', () => {
  const GORM = { 'go.mod': 'module app\ngo 1.21\nrequire gorm.io/gorm v1.25.0\n', 'model.go': 'package app\nimport "gorm.io/gorm"\ntype Order struct { gorm.Model; Name string }\n', 'use.go': 'package app\nimport "gorm.io/gorm"\nfunc Run(db *gorm.DB, o *Order) { Put(db, o) }\n' };
  const MONGOOSE = {
    'package.json': '{ "name": "app", "dependencies": { "mongoose": "6" } }',
    'base.ts': 'export class Base { constructor(protected model: any) {} create(one: any) { return this.model.create(one); } }\n',
    'models.ts': "import mongoose from 'mongoose';\nexport const User = mongoose.model('User', new mongoose.Schema({ name: String }));\nexport const Order = mongoose.model('Order', new mongoose.Schema({ name: String }));\n",
    'use.ts': "import { Repo } from './repo';\nexport class Service { constructor(private readonly repo: Repo) {} run() { return this.repo.create({}); } }\n",
  };
  const RAILS = { Gemfile: "gem 'rails'\n", 'config/routes.rb': 'Rails.application.routes.draw do\n  resources :users, only: [:index]\nend\n', 'app/controllers/users_controller.rb': 'class UsersController < ApplicationController\n  def index; end\nend\n' };
  const SPRING = {
    'pom.xml': '<project><groupId>g</groupId><artifactId>app</artifactId><version>1</version><dependencies><dependency><groupId>org.springframework.boot</groupId><artifactId>spring-boot-starter-web</artifactId></dependency></dependencies></project>',
    'src/main/java/shop/Orders.java': 'package shop;\nimport org.springframework.web.bind.annotation.GetMapping;\npublic class Orders { @GetMapping("/orders") public String all() { return ""; } }\n',
    'src/main/java/shop/Order.java': 'package shop;\nimport jakarta.persistence.*;\n@Entity public class Order { @Id Long id; String shortName; }\n',
  };
  const MAPPED = { 'pom.xml': SPRING['pom.xml'], 'src/main/java/shop/Orders.java': 'package shop;\nimport org.springframework.web.bind.annotation.RestController;\n@RestController\npublic class Orders implements OrdersApi { public String all() { return ""; } }\n' };
  const KOA = {
    'package.json': '{ "name": "app", "dependencies": { "koa": "2", "koa-router": "12", "koa-mount": "4" } }',
    'server.ts': "import Koa from 'koa';\nimport mount from 'koa-mount';\nimport { routers } from './routers';\nconst apis = new Koa();\nfor (const router of routers()) apis.use(router.routes());\nconst app = new Koa();\napp.use(mount('/api', apis));\n",
  };
  const BULL = {
    'package.json': '{ "name": "app", "dependencies": { "bullmq": "5" } }',
    'mails.ts': "import { Jobs } from './jobs';\nexport class MailJobs extends Jobs { constructor() { super('mails', 'letters'); } handle() {} }\n",
  };
  const PAGES = { 'package.json': '{ "name": "app", "dependencies": { "@react-router/dev": "7", "react-router-auto-routes": "1" } }', 'app/pages/one.tsx': 'export default function One() {}\nexport function loader() {}\n', 'app/routes/two.tsx': 'export default function Two() {}\nexport function loader() {}\n' };

  it.each<[string, Files, string, (word: string) => string, string, string]>([
    ['verbs of functions that are given records', GORM, 'put.go', (verb) => `package app\nimport "gorm.io/gorm"\nfunc Put(db *gorm.DB, value interface{}) { db.${verb}(value) }\n`, 'Create', 'First'],
    ['models that a base is given', MONGOOSE, 'repo.ts', (model) => `import { Base } from './base';\nimport { User, Order } from './models';\nexport class Repo extends Base { constructor() { super(${model}); } }\n`, 'User', 'Order'],
    ['filters that a base states', RAILS, 'app/controllers/application_controller.rb', (filter) => `class ApplicationController < ActionController::Base\n  before_action :${filter}\n  def check; end\n  def other; end\nend\n`, 'check', 'other'],
    ['the path that settings put before all routes', SPRING, 'src/main/resources/application.yml', (name) => `server:\n  servlet:\n    context-path: /${name}\n`, 'shop', 'stock'],
    ['the naming strategy that settings state', SPRING, 'src/main/resources/application.properties', (name) => `spring.jpa.hibernate.naming.physical-strategy=org.hibernate.boot.model.naming.${name}\n`, 'PhysicalNamingStrategyStandardImpl', 'CamelCaseToUnderscoresNamingStrategy'],
    ['paths that an interface of a controller maps', MAPPED, 'src/main/java/shop/OrdersApi.java', (path) => `package shop;\nimport org.springframework.web.bind.annotation.GetMapping;\npublic interface OrdersApi { @GetMapping("/${path}") String all(); }\n`, 'orders', 'bills'],
    ['routers that a function gives back in an array', KOA, 'routers.ts', (given) => `import Router from 'koa-router';\nexport function routers() { const one = new Router(); const two = new Router(); one.get('/one', (context) => {}); two.get('/two', (context) => {}); return [${given}]; }\n`, 'one', 'two'],
    ['which of its arguments a base calls its queue', BULL, 'jobs.ts', (name) => `import { Worker } from 'bullmq';\nexport abstract class Jobs { constructor(first: string, second: string) { new Worker(${name}, () => this.handle()); } abstract handle(): void; }\n`, 'first', 'second'],
    ['folders of pages that a table names', PAGES, 'app/routes.ts', (folder) => `import { autoRoutes } from 'react-router-auto-routes';\nconst pages: any[] = [];\nfunction fill() { pages.push(autoRoutes({ routesDir: '${folder}' })); }\nfill();\nexport default pages;\n`, 'pages', 'routes'],
  ])('%s: it is concluded again', async (_, files, name, content, before, after) => {
    pair.change({ ...files, [name]: content(before) });
    const first = await pair.again();
    pair.change({ [name]: content(after) });
    const upon = await pair.again();
    expect(upon).toEqual(await pair.full());
    expect(upon).not.toEqual(first);
  }, 30_000);
});

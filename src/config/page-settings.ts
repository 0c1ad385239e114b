/** The settings of the pages: where they are shown, and what they look like. */
import { setting } from './setting.ts';
import {
  accentColour,
  oneOf,
  onOrOff,
  optional,
  text,
  webAddress,
  webOrigins,
  wholeNumber,
} from './values.ts';

export const PAGE_SETTINGS = {
  isSetupShown: setting(
    'SETUP_PAGES',
    onOrOff,
    ['on'],
    '`off` answers 404 at `/setup`, where the IT admins of customers connect their identity provider',
  ),
  isConsoleShown: setting(
    'CONSOLE',
    optional(onOrOff),
    ['', '`on`; `off` in production'],
    'Whether `/console` is there, which operators open with a service token',
  ),
  productName: setting(
    'PAGES_PRODUCT_NAME',
    text,
    ['', 'the product is not named'],
    'What the setup page calls your product',
  ),
  accentColour: setting(
    'PAGES_ACCENT',
    accentColour,
    ['#2757b6'],
    'The colour of buttons and links, as `#rrggbb`. Where its contrast is too low, the start says so and the default is used',
  ),
  logoPath: setting(
    'PAGES_LOGO',
    text,
    ['', 'none'],
    'A file with the logo: SVG or PNG, at most 64 KiB. It is read at the start',
  ),
  colourScheme: setting(
    'PAGES_COLOR_SCHEME',
    oneOf(['auto', 'light', 'dark']),
    ['auto'],
    '`light` or `dark` for all readers, instead of what each of them prefers',
  ),
  helpUrl: setting(
    'PAGES_HELP_URL',
    optional(webAddress),
    ['', 'none'],
    'Where the setup page sends people for help',
  ),
  teamUrl: setting(
    'PAGES_TEAM_URL',
    optional(webAddress),
    ['', 'none'],
    'The list of team members in your product',
  ),
  signInUrl: setting(
    'PAGES_SIGN_IN_URL',
    optional(webAddress),
    ['', 'none'],
    'Where people sign in to your product',
  ),
  frameAncestors: setting(
    'PAGES_FRAME_ANCESTORS',
    webOrigins,
    ['', 'none'],
    'The origins that may show the setup page in a frame, separated by commas. The console is never shown in one',
  ),
  returnOrigins: setting(
    'PAGES_RETURN_ORIGINS',
    webOrigins,
    ['', 'as `PAGES_FRAME_ANCESTORS`'],
    'The origins that the `returnUrl` of a setup link may have',
  ),
  pageStreams: setting(
    'PAGE_STREAMS',
    wholeNumber(1, 10_000),
    ['200'],
    'Pages of each process that are kept up to date at the same time; further ones ask every few seconds',
  ),
} as const;

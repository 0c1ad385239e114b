/** RFC 7644 §3.4.2.2: operators, logic, value paths and names. Values stand in the file beside this one. */
import { CORE_USER, ENTERPRISE_USER } from '../support/scim/scim-client.ts';
import {
  ALL_MEMBERS,
  ANN,
  BOB,
  CARL,
  EVE,
  NOT_FOUND,
  openFilterDirectory,
  ÄNNA,
} from './filter-directory.ts';

const { finds } = openFilterDirectory();

describe('eq and ne', () => {
  finds([
    ['userName eq "bob@example.com"', [BOB]],
    ['userName ne "bob@example.com"', [ANN, CARL, EVE, ÄNNA]],
    ['userName eq "unknown"', NOT_FOUND],
    ['userName eq ""', NOT_FOUND],
    ['name.givenName eq "ann"', [ANN]],
    ['title ne "lead"', [ANN, CARL, EVE, ÄNNA]],
    ['emails.type eq "work"', [ANN, BOB]],
    [`${ENTERPRISE_USER}:department eq "Sales"`, [BOB]],
    [`${ENTERPRISE_USER}:manager.value eq "boss-1"`, [ANN]],
    [`${ENTERPRISE_USER}:manager eq "boss-1"`, [ANN]],
    ['phoneNumbers.value eq "+41 1"', [EVE]],
    ['phoneNumbers eq "+41 1"', [EVE]],
    ['addresses.locality eq "zürich"', [CARL]],
  ]);
});

describe('co, sw and ew', () => {
  finds([
    ['name.familyName co "O\'Malley"', [ANN]],
    ['userName co "@EXAMPLE"', [ANN, BOB, EVE, ÄNNA]],
    ['userName sw "B"', [BOB]],
    ['userName sw "bob@example.com"', [BOB]],
    ['userName sw "example"', NOT_FOUND],
    ['userName ew ".com"', [ANN, BOB, EVE, ÄNNA]],
    ['userName ew "carl"', [CARL]],
    ['userName ew "longer than any name: carl"', NOT_FOUND],
    ['title co "lead"', [ANN, BOB]],
    ['title co "%"', [EVE]],
    ['title co "_"', [EVE]],
    ['title sw "%"', NOT_FOUND],
    ['emails co "home.org"', [ANN]],
    ['emails.value sw "bob@w"', [BOB]],
    ['emails.value ew "example.com"', [ANN, BOB]],
    ['displayName co "😀"', [ÄNNA]],
    ['displayName sw "łódź"', [ÄNNA]],
  ]);
});

describe('gt, ge, lt and le', () => {
  finds([
    ['userName gt "bob@example.com"', [CARL, EVE, ÄNNA]],
    ['userName ge "bob@example.com"', [BOB, CARL, EVE, ÄNNA]],
    ['userName lt "BOB@example.com"', [ANN]],
    ['userName le "BOB@example.com"', [ANN, BOB]],
    ['userName gt "a" and userName lt "d"', [ANN, BOB, CARL]],
    ['title gt "zzzz"', [ÄNNA]],
  ]);
});

describe('pr', () => {
  finds([
    ['title pr', [ANN, BOB, EVE, ÄNNA]],
    ['not (title pr)', [CARL]],
    ['emails pr', [ANN, BOB]],
    ['name pr', [ANN, BOB]],
    ['name.familyName pr', [ANN]],
    ['emails.primary pr', [ANN]],
    ['active pr', ALL_MEMBERS],
    ['id pr', ALL_MEMBERS],
    ['meta.created pr', ALL_MEMBERS],
    [`${ENTERPRISE_USER}:department pr`, [ANN, BOB]],
    [`${ENTERPRISE_USER}:manager pr`, [ANN]],
    [`${ENTERPRISE_USER} pr`, [ANN, BOB]],
  ]);
});

describe('null means unassigned', () => {
  finds([
    ['title eq null', [CARL]],
    ['title ne null', [ANN, BOB, EVE, ÄNNA]],
    ['userName eq null', NOT_FOUND],
    ['userName eq "null"', NOT_FOUND],
    ['name.familyName eq NULL', [BOB, CARL, EVE, ÄNNA]],
  ]);
});

describe('and, or, not, precedence and grouping', () => {
  finds([
    ['title pr and active eq true', [ANN, EVE, ÄNNA]],
    ['userName eq "carl" or title eq "lead"', [BOB, CARL]],
    // "and" binds closer than "or"
    ['userName eq "carl" or title pr and active eq false', [BOB, CARL]],
    ['title pr and active eq false or userName eq "carl"', [BOB, CARL]],
    ['(userName eq "carl" or title pr) and active eq false', [BOB]],
    ['(title pr)', [ANN, BOB, EVE, ÄNNA]],
    ['(((title eq "lead")))', [BOB]],
    ['((userName eq "carl") or (title pr and (active eq false or userName sw "eve")))', [BOB, CARL, EVE]],
    ['not (active eq true)', [BOB]],
    ['not (userName eq "carl" or title eq "lead")', [ANN, EVE, ÄNNA]],
    ['not (title pr and active eq true)', [BOB, CARL]],
    ['not (not (title eq "lead"))', [BOB]],
    ['not(title eq "lead")', [ANN, CARL, EVE, ÄNNA]],
    // unassigned is not true, so "not" finds it
    ['not (name.familyName eq "x")', ALL_MEMBERS],
    ['not (emails.type eq "work")', [CARL, EVE, ÄNNA]],
    ['active eq true and not (title co "lead") and userName ew ".com"', [EVE, ÄNNA]],
    ['userName eq "a" or userName eq "b" or userName eq "c" or userName eq "carl"', [CARL]],
  ]);
});

describe('value paths look at one element at a time', () => {
  finds([
    ['emails[type eq "work" and value co "@example.com"]', [ANN]],
    ['emails.type eq "work" and emails.value co "@example.com"', [ANN, BOB]],
    ['emails[type eq "home" and value co "@example.com"]', [BOB]],
    ['emails[type eq "work"]', [ANN, BOB]],
    ['emails[type eq "work" or type eq "home"]', [ANN, BOB]],
    ['emails[not (type eq "work")]', [ANN, BOB]],
    ['emails[(type eq "work") and (primary eq true or value sw "x")]', [ANN]],
    ['emails[primary eq "True"]', [ANN]],
    ['emails[value pr and type eq "other"]', NOT_FOUND],
    ['not (emails[type eq "work"])', [CARL, EVE, ÄNNA]],
    ['emails[type eq "work"].value eq "bob@work.org"', [BOB]],
    ['emails[type eq "work" and value co "@example.com"] or ims[type eq "xmpp" and value co "@x"]', [ANN]],
    ['ims[type eq "xmpp" and value co "@foo.com"]', [ANN]],
    ['name[givenName eq "ann" and familyName pr]', [ANN]],
    [`${CORE_USER}:emails[type eq "work" and value co "@example.com"]`, [ANN]],
    ['EMAILS[TYPE EQ "WORK" AND VALUE CO "@EXAMPLE.COM"]', [ANN]],
  ]);
});

describe('names and operators are read in any case, names with and without their URN', () => {
  finds([
    ['USERNAME EQ "carl"', [CARL]],
    ['username Eq "carl" OR Title Eq "lead"', [BOB, CARL]],
    ['NOT (userName eq "carl" Or title PR)', NOT_FOUND],
    ['Name.GivenName Sw "b"', [BOB]],
    [`${CORE_USER}:userName eq "carl"`, [CARL]],
    [`${CORE_USER}:name.givenName eq "bob"`, [BOB]],
    [`${CORE_USER.toUpperCase()}:USERNAME eq "carl"`, [CARL]],
    [`${ENTERPRISE_USER.toUpperCase()}:DEPARTMENT eq "sales"`, [BOB]],
    [`${CORE_USER}:meta.resourceType eq "User"`, ALL_MEMBERS],
  ]);
});

// @ts-nocheck
function stryNS_9fa48() {
  var g = typeof globalThis === 'object' && globalThis && globalThis.Math === Math && globalThis || new Function("return this")();
  var ns = g.__stryker__ || (g.__stryker__ = {});
  if (ns.activeMutant === undefined && g.process && g.process.env && g.process.env.__STRYKER_ACTIVE_MUTANT__) {
    ns.activeMutant = g.process.env.__STRYKER_ACTIVE_MUTANT__;
  }
  function retrieveNS() {
    return ns;
  }
  stryNS_9fa48 = retrieveNS;
  return retrieveNS();
}
stryNS_9fa48();
function stryCov_9fa48() {
  var ns = stryNS_9fa48();
  var cov = ns.mutantCoverage || (ns.mutantCoverage = {
    static: {},
    perTest: {}
  });
  function cover() {
    var c = cov.static;
    if (ns.currentTestId) {
      c = cov.perTest[ns.currentTestId] = cov.perTest[ns.currentTestId] || {};
    }
    var a = arguments;
    for (var i = 0; i < a.length; i++) {
      c[a[i]] = (c[a[i]] || 0) + 1;
    }
  }
  stryCov_9fa48 = cover;
  cover.apply(null, arguments);
}
function stryMutAct_9fa48(id) {
  var ns = stryNS_9fa48();
  function isActive(id) {
    if (ns.activeMutant === id) {
      if (ns.hitCount !== void 0 && ++ns.hitCount > ns.hitLimit) {
        throw new Error('Stryker: Hit count limit reached (' + ns.hitCount + ')');
      }
      return true;
    }
    return false;
  }
  stryMutAct_9fa48 = isActive;
  return isActive(id);
}
import type { OperationContract } from '../contract/model.js';
import { isWellKnown } from '../contract/refusal.js';
import { showErrorCode, showMediaType, type Vocabulary } from '../contract/vocabulary.js';
import type { Exchange } from '../domain/exchange.js';
import { asObject, type Json } from '../domain/json.js';
import type { Reason, Unverified } from '../domain/outcome.js';

/** Codes by which Okta says that an org has as many objects of a type as it may have. */
const limitCodes = new Set(stryMutAct_9fa48("0") ? [] : (stryCov_9fa48("0"), [stryMutAct_9fa48("1") ? "" : (stryCov_9fa48("1"), 'E0000093'), stryMutAct_9fa48("2") ? "" : (stryCov_9fa48("2"), 'E0000162'), stryMutAct_9fa48("3") ? "" : (stryCov_9fa48("3"), 'E0000166'), stryMutAct_9fa48("4") ? "" : (stryCov_9fa48("4"), 'E0000220'), stryMutAct_9fa48("5") ? "" : (stryCov_9fa48("5"), 'E0000221'), stryMutAct_9fa48("6") ? "" : (stryCov_9fa48("6"), 'E0000225')]));
/** Okta's words for the same under the general code `E0000001`. They are compared, and never shown. */
const limitWords = stryMutAct_9fa48("9") ? /maximum number of [^.]{1,60} reached|limit (?:has been )(?:reached|exceeded)/i : stryMutAct_9fa48("8") ? /maximum number of [.]{1,60} reached|limit (?:has been )?(?:reached|exceeded)/i : stryMutAct_9fa48("7") ? /maximum number of [^.] reached|limit (?:has been )?(?:reached|exceeded)/i : (stryCov_9fa48("7", "8", "9"), /maximum number of [^.]{1,60} reached|limit (?:has been )?(?:reached|exceeded)/i);
/** Codes by which an org says that its plan or configuration does not offer an operation. */
const notOffered = new Set(stryMutAct_9fa48("10") ? [] : (stryCov_9fa48("10"), [stryMutAct_9fa48("11") ? "" : (stryCov_9fa48("11"), 'E0000052'), stryMutAct_9fa48("12") ? "" : (stryCov_9fa48("12"), 'E0000060'), stryMutAct_9fa48("13") ? "" : (stryCov_9fa48("13"), 'E0000226'), stryMutAct_9fa48("14") ? "" : (stryCov_9fa48("14"), 'E0000228'), stryMutAct_9fa48("15") ? "" : (stryCov_9fa48("15"), 'E0000233'), stryMutAct_9fa48("16") ? "" : (stryCov_9fa48("16"), 'E0000247'), stryMutAct_9fa48("17") ? "" : (stryCov_9fa48("17"), 'E0000264')]));
/** Statuses of a 4xx response that another attempt may not get. */
const passing = new Set(stryMutAct_9fa48("18") ? [] : (stryCov_9fa48("18"), [408, 409, 412, 423, 425]));

/**
 * Why an answer says nothing about the contract, or `undefined` when it is to be checked.
 * @param vocabulary which names of fields may be shown
 */
export function unverifiable(exchange: Exchange, contract: Pick<OperationContract, 'answers' | 'template'>, vocabulary?: Pick<Vocabulary, 'name'>): Unverified | undefined {
  if (stryMutAct_9fa48("19")) {
    {}
  } else {
    stryCov_9fa48("19");
    const {
      status,
      headers,
      body
    } = exchange.response;
    const error = asObject(body);
    const code = (stryMutAct_9fa48("22") ? typeof error.errorCode !== 'string' : stryMutAct_9fa48("21") ? false : stryMutAct_9fa48("20") ? true : (stryCov_9fa48("20", "21", "22"), typeof error.errorCode === (stryMutAct_9fa48("23") ? "" : (stryCov_9fa48("23"), 'string')))) ? error.errorCode : stryMutAct_9fa48("24") ? "Stryker was here!" : (stryCov_9fa48("24"), '');
    const shown = showErrorCode(code);
    const skipped = stryMutAct_9fa48("25") ? () => undefined : (stryCov_9fa48("25"), (() => {
      const skipped = (reason: Reason, detail: string): Unverified => stryMutAct_9fa48("26") ? {} : (stryCov_9fa48("26"), {
        kind: stryMutAct_9fa48("27") ? "" : (stryCov_9fa48("27"), 'skipped'),
        reason,
        detail
      });
      return skipped;
    })());
    const inconclusive = stryMutAct_9fa48("28") ? () => undefined : (stryCov_9fa48("28"), (() => {
      const inconclusive = (reason: Reason, detail: string): Unverified => stryMutAct_9fa48("29") ? {} : (stryCov_9fa48("29"), {
        kind: stryMutAct_9fa48("30") ? "" : (stryCov_9fa48("30"), 'inconclusive'),
        reason,
        detail
      });
      return inconclusive;
    })());
    if (stryMutAct_9fa48("33") ? status >= 300 && status < 400 || !contract.answers[status] : stryMutAct_9fa48("32") ? false : stryMutAct_9fa48("31") ? true : (stryCov_9fa48("31", "32", "33"), (stryMutAct_9fa48("35") ? status >= 300 || status < 400 : stryMutAct_9fa48("34") ? true : (stryCov_9fa48("34", "35"), (stryMutAct_9fa48("38") ? status < 300 : stryMutAct_9fa48("37") ? status > 300 : stryMutAct_9fa48("36") ? true : (stryCov_9fa48("36", "37", "38"), status >= 300)) && (stryMutAct_9fa48("41") ? status >= 400 : stryMutAct_9fa48("40") ? status <= 400 : stryMutAct_9fa48("39") ? true : (stryCov_9fa48("39", "40", "41"), status < 400)))) && (stryMutAct_9fa48("42") ? contract.answers[status] : (stryCov_9fa48("42"), !contract.answers[status])))) return inconclusive(stryMutAct_9fa48("43") ? "" : (stryCov_9fa48("43"), 'unreachable'), stryMutAct_9fa48("44") ? `` : (stryCov_9fa48("44"), `the org redirects to another address (${status}); redirects are not followed`));
    const type = stryMutAct_9fa48("45") ? [headers['content-type']].flat()[0] && '' : (stryCov_9fa48("45"), (stryMutAct_9fa48("46") ? [] : (stryCov_9fa48("46"), [headers[stryMutAct_9fa48("47") ? "" : (stryCov_9fa48("47"), 'content-type')]])).flat()[0] ?? (stryMutAct_9fa48("48") ? "Stryker was here!" : (stryCov_9fa48("48"), '')));
    if (stryMutAct_9fa48("51") ? status < 300 && contract.answers[status]?.schema || typeof body === 'string' || body && !/json/i.test(type) : stryMutAct_9fa48("50") ? false : stryMutAct_9fa48("49") ? true : (stryCov_9fa48("49", "50", "51"), (stryMutAct_9fa48("53") ? status < 300 || contract.answers[status]?.schema : stryMutAct_9fa48("52") ? true : (stryCov_9fa48("52", "53"), (stryMutAct_9fa48("56") ? status >= 300 : stryMutAct_9fa48("55") ? status <= 300 : stryMutAct_9fa48("54") ? true : (stryCov_9fa48("54", "55", "56"), status < 300)) && (stryMutAct_9fa48("57") ? contract.answers[status].schema : (stryCov_9fa48("57"), contract.answers[status]?.schema)))) && (stryMutAct_9fa48("59") ? typeof body === 'string' && body && !/json/i.test(type) : stryMutAct_9fa48("58") ? true : (stryCov_9fa48("58", "59"), (stryMutAct_9fa48("61") ? typeof body !== 'string' : stryMutAct_9fa48("60") ? false : (stryCov_9fa48("60", "61"), typeof body === (stryMutAct_9fa48("62") ? "" : (stryCov_9fa48("62"), 'string')))) || (stryMutAct_9fa48("64") ? body || !/json/i.test(type) : stryMutAct_9fa48("63") ? false : (stryCov_9fa48("63", "64"), body && (stryMutAct_9fa48("65") ? /json/i.test(type) : (stryCov_9fa48("65"), !/json/i.test(type))))))))) return inconclusive(stryMutAct_9fa48("66") ? "" : (stryCov_9fa48("66"), 'org-fault'), stryMutAct_9fa48("67") ? `` : (stryCov_9fa48("67"), `the response is not JSON (${status} ${showMediaType(type)}): a proxy may be between this machine and the org`));
    if (stryMutAct_9fa48("70") ? status !== 429 : stryMutAct_9fa48("69") ? false : stryMutAct_9fa48("68") ? true : (stryCov_9fa48("68", "69", "70"), status === 429)) return inconclusive(stryMutAct_9fa48("71") ? "" : (stryCov_9fa48("71"), 'rate-limited'), stryMutAct_9fa48("72") ? "" : (stryCov_9fa48("72"), 'the org kept responding with 429'));
    if (stryMutAct_9fa48("75") ? status >= 400 || notOffered.has(code) : stryMutAct_9fa48("74") ? false : stryMutAct_9fa48("73") ? true : (stryCov_9fa48("73", "74", "75"), (stryMutAct_9fa48("78") ? status < 400 : stryMutAct_9fa48("77") ? status > 400 : stryMutAct_9fa48("76") ? true : (stryCov_9fa48("76", "77", "78"), status >= 400)) && notOffered.has(code))) return skipped(stryMutAct_9fa48("79") ? "" : (stryCov_9fa48("79"), 'feature-not-enabled'), stryMutAct_9fa48("80") ? `` : (stryCov_9fa48("80"), `not available on this org (${status} ${shown})`));
    if (stryMutAct_9fa48("84") ? status < 500 : stryMutAct_9fa48("83") ? status > 500 : stryMutAct_9fa48("82") ? false : stryMutAct_9fa48("81") ? true : (stryCov_9fa48("81", "82", "83", "84"), status >= 500)) return inconclusive(stryMutAct_9fa48("85") ? "" : (stryCov_9fa48("85"), 'org-fault'), stryMutAct_9fa48("86") ? `` : (stryCov_9fa48("86"), `the org responded with ${status}`));
    if (stryMutAct_9fa48("89") ? status !== 401 : stryMutAct_9fa48("88") ? false : stryMutAct_9fa48("87") ? true : (stryCov_9fa48("87", "88", "89"), status === 401)) return (stryMutAct_9fa48("92") ? code !== 'E0000015' : stryMutAct_9fa48("91") ? false : stryMutAct_9fa48("90") ? true : (stryCov_9fa48("90", "91", "92"), code === (stryMutAct_9fa48("93") ? "" : (stryCov_9fa48("93"), 'E0000015')))) ? skipped(stryMutAct_9fa48("94") ? "" : (stryCov_9fa48("94"), 'feature-not-enabled'), stryMutAct_9fa48("95") ? "" : (stryCov_9fa48("95"), 'the feature is disabled on this org (401 E0000015)')) : inconclusive(stryMutAct_9fa48("96") ? "" : (stryCov_9fa48("96"), 'unauthenticated'), stryMutAct_9fa48("97") ? `` : (stryCov_9fa48("97"), `the org no longer accepts the token (401 ${shown})`));
    const causes = (stryMutAct_9fa48("101") ? status < 400 : stryMutAct_9fa48("100") ? status > 400 : stryMutAct_9fa48("99") ? false : stryMutAct_9fa48("98") ? true : (stryCov_9fa48("98", "99", "100", "101"), status >= 400)) ? causesOf(error) : stryMutAct_9fa48("102") ? ["Stryker was here"] : (stryCov_9fa48("102"), []);
    if (stryMutAct_9fa48("105") ? limitCodes.has(code) && code === 'E0000001' && causes.some(cause => limitWords.test(cause)) : stryMutAct_9fa48("104") ? false : stryMutAct_9fa48("103") ? true : (stryCov_9fa48("103", "104", "105"), limitCodes.has(code) || (stryMutAct_9fa48("107") ? code === 'E0000001' || causes.some(cause => limitWords.test(cause)) : stryMutAct_9fa48("106") ? false : (stryCov_9fa48("106", "107"), (stryMutAct_9fa48("109") ? code !== 'E0000001' : stryMutAct_9fa48("108") ? true : (stryCov_9fa48("108", "109"), code === (stryMutAct_9fa48("110") ? "" : (stryCov_9fa48("110"), 'E0000001')))) && (stryMutAct_9fa48("111") ? causes.every(cause => limitWords.test(cause)) : (stryCov_9fa48("111"), causes.some(stryMutAct_9fa48("112") ? () => undefined : (stryCov_9fa48("112"), cause => limitWords.test(cause))))))))) return skipped(stryMutAct_9fa48("113") ? "" : (stryCov_9fa48("113"), 'limit-reached'), stryMutAct_9fa48("114") ? `` : (stryCov_9fa48("114"), `the org has reached the maximum number of objects of this type (${status} ${shown})`));
    if (stryMutAct_9fa48("117") ? status !== 403 : stryMutAct_9fa48("116") ? false : stryMutAct_9fa48("115") ? true : (stryCov_9fa48("115", "116", "117"), status === 403)) {
      if (stryMutAct_9fa48("118")) {
        {}
      } else {
        stryCov_9fa48("118");
        if (stryMutAct_9fa48("120") ? false : stryMutAct_9fa48("119") ? true : (stryCov_9fa48("119", "120"), /insufficient_scope/.test(String(stryMutAct_9fa48("121") ? headers['www-authenticate'] && '' : (stryCov_9fa48("121"), headers[stryMutAct_9fa48("122") ? "" : (stryCov_9fa48("122"), 'www-authenticate')] ?? (stryMutAct_9fa48("123") ? "Stryker was here!" : (stryCov_9fa48("123"), ''))))))) return skipped(stryMutAct_9fa48("124") ? "" : (stryCov_9fa48("124"), 'missing-scope'), stryMutAct_9fa48("125") ? "" : (stryCov_9fa48("125"), 'the token lacks the scope'));
        if (stryMutAct_9fa48("128") ? code !== 'E0000006' : stryMutAct_9fa48("127") ? false : stryMutAct_9fa48("126") ? true : (stryCov_9fa48("126", "127", "128"), code === (stryMutAct_9fa48("129") ? "" : (stryCov_9fa48("129"), 'E0000006')))) return skipped(stryMutAct_9fa48("130") ? "" : (stryCov_9fa48("130"), 'missing-role'), stryMutAct_9fa48("131") ? "" : (stryCov_9fa48("131"), 'the role of the token does not allow it (403 E0000006)'));
        if (stryMutAct_9fa48("134") ? code === 'E0000015' && code === 'E0000013' : stryMutAct_9fa48("133") ? false : stryMutAct_9fa48("132") ? true : (stryCov_9fa48("132", "133", "134"), (stryMutAct_9fa48("136") ? code !== 'E0000015' : stryMutAct_9fa48("135") ? false : (stryCov_9fa48("135", "136"), code === (stryMutAct_9fa48("137") ? "" : (stryCov_9fa48("137"), 'E0000015')))) || (stryMutAct_9fa48("139") ? code !== 'E0000013' : stryMutAct_9fa48("138") ? false : (stryCov_9fa48("138", "139"), code === (stryMutAct_9fa48("140") ? "" : (stryCov_9fa48("140"), 'E0000013')))))) return skipped(stryMutAct_9fa48("141") ? "" : (stryCov_9fa48("141"), 'feature-not-enabled'), stryMutAct_9fa48("142") ? `` : (stryCov_9fa48("142"), `not available to this client on this org (403 ${shown})`));
      }
    }
    if (stryMutAct_9fa48("145") ? status === 404 || code === '' : stryMutAct_9fa48("144") ? false : stryMutAct_9fa48("143") ? true : (stryCov_9fa48("143", "144", "145"), (stryMutAct_9fa48("147") ? status !== 404 : stryMutAct_9fa48("146") ? true : (stryCov_9fa48("146", "147"), status === 404)) && (stryMutAct_9fa48("149") ? code !== '' : stryMutAct_9fa48("148") ? true : (stryCov_9fa48("148", "149"), code === (stryMutAct_9fa48("150") ? "Stryker was here!" : (stryCov_9fa48("150"), '')))))) return inconclusive(stryMutAct_9fa48("151") ? "" : (stryCov_9fa48("151"), 'unreachable'), stryMutAct_9fa48("152") ? "" : (stryCov_9fa48("152"), 'the response did not come from an Okta org'));
    if (stryMutAct_9fa48("155") ? status === 404 || isWellKnown(contract.template) : stryMutAct_9fa48("154") ? false : stryMutAct_9fa48("153") ? true : (stryCov_9fa48("153", "154", "155"), (stryMutAct_9fa48("157") ? status !== 404 : stryMutAct_9fa48("156") ? true : (stryCov_9fa48("156", "157"), status === 404)) && isWellKnown(contract.template))) return skipped(stryMutAct_9fa48("158") ? "" : (stryCov_9fa48("158"), 'no-such-object-on-this-org'), stryMutAct_9fa48("159") ? `` : (stryCov_9fa48("159"), `the org has not customized it (404 ${shown})`));
    if (stryMutAct_9fa48("162") ? status !== 404 : stryMutAct_9fa48("161") ? false : stryMutAct_9fa48("160") ? true : (stryCov_9fa48("160", "161", "162"), status === 404)) return inconclusive(stryMutAct_9fa48("163") ? "" : (stryCov_9fa48("163"), 'no-such-object-on-this-org'), stryMutAct_9fa48("164") ? `` : (stryCov_9fa48("164"), `the object was not found (404 ${shown})`));
    if (stryMutAct_9fa48("168") ? status < 400 : stryMutAct_9fa48("167") ? status > 400 : stryMutAct_9fa48("166") ? false : stryMutAct_9fa48("165") ? true : (stryCov_9fa48("165", "166", "167", "168"), status >= 400)) {
      if (stryMutAct_9fa48("169")) {
        {}
      } else {
        stryCov_9fa48("169");
        const reason = passing.has(status) ? stryMutAct_9fa48("170") ? "" : (stryCov_9fa48("170"), 'org-fault') : stryMutAct_9fa48("171") ? "" : (stryCov_9fa48("171"), 'request-refused');
        return inconclusive(reason, stryMutAct_9fa48("172") ? `` : (stryCov_9fa48("172"), `the org refused the request (${status} ${shown}${fieldsIn(causes, vocabulary)})`));
      }
    }
    return undefined;
  }
}

/** What the org says of the causes of an error: a few texts of bounded length. */
function causesOf({
  errorCauses
}: {
  [key: string]: Json;
}): string[] {
  if (stryMutAct_9fa48("173")) {
    {}
  } else {
    stryCov_9fa48("173");
    return (Array.isArray(errorCauses) ? stryMutAct_9fa48("174") ? errorCauses : (stryCov_9fa48("174"), errorCauses.slice(0, 20)) : stryMutAct_9fa48("175") ? ["Stryker was here"] : (stryCov_9fa48("175"), [])).flatMap(cause => {
      if (stryMutAct_9fa48("176")) {
        {}
      } else {
        stryCov_9fa48("176");
        const summary = asObject(cause).errorSummary;
        return (stryMutAct_9fa48("179") ? typeof summary !== 'string' : stryMutAct_9fa48("178") ? false : stryMutAct_9fa48("177") ? true : (stryCov_9fa48("177", "178", "179"), typeof summary === (stryMutAct_9fa48("180") ? "" : (stryCov_9fa48("180"), 'string')))) ? stryMutAct_9fa48("181") ? [] : (stryCov_9fa48("181"), [stryMutAct_9fa48("182") ? summary : (stryCov_9fa48("182"), summary.slice(0, 200))]) : stryMutAct_9fa48("183") ? ["Stryker was here"] : (stryCov_9fa48("183"), []);
      }
    });
  }
}

/** The fields that causes begin with, `login: …`: Okta's own by name, others by a hash. */
function fieldsIn(causes: string[], vocabulary: Pick<Vocabulary, 'name'> | undefined): string {
  if (stryMutAct_9fa48("184")) {
    {}
  } else {
    stryCov_9fa48("184");
    if (stryMutAct_9fa48("187") ? false : stryMutAct_9fa48("186") ? true : stryMutAct_9fa48("185") ? vocabulary : (stryCov_9fa48("185", "186", "187"), !vocabulary)) return stryMutAct_9fa48("188") ? "Stryker was here!" : (stryCov_9fa48("188"), '');
    const fields = new Set(causes.flatMap(stryMutAct_9fa48("189") ? () => undefined : (stryCov_9fa48("189"), cause => stryMutAct_9fa48("190") ? /^(\w{1,60}): /.exec(cause)?.slice(1) && [] : (stryCov_9fa48("190"), (stryMutAct_9fa48("192") ? /^(\w{1,60}): /.exec(cause).slice(1) : stryMutAct_9fa48("191") ? /^(\w{1,60}): /.exec(cause) : (stryCov_9fa48("191", "192"), (stryMutAct_9fa48("195") ? /^(\W{1,60}): / : stryMutAct_9fa48("194") ? /^(\w): / : stryMutAct_9fa48("193") ? /(\w{1,60}): / : (stryCov_9fa48("193", "194", "195"), /^(\w{1,60}): /)).exec(cause)?.slice(1))) ?? (stryMutAct_9fa48("196") ? ["Stryker was here"] : (stryCov_9fa48("196"), []))))));
    const names = stryMutAct_9fa48("197") ? [...fields].map(field => vocabulary.name(field)) : (stryCov_9fa48("197"), (stryMutAct_9fa48("198") ? [] : (stryCov_9fa48("198"), [...fields])).slice(0, 5).map(stryMutAct_9fa48("199") ? () => undefined : (stryCov_9fa48("199"), field => vocabulary.name(field))));
    return (stryMutAct_9fa48("203") ? names.length <= 0 : stryMutAct_9fa48("202") ? names.length >= 0 : stryMutAct_9fa48("201") ? false : stryMutAct_9fa48("200") ? true : (stryCov_9fa48("200", "201", "202", "203"), names.length > 0)) ? stryMutAct_9fa48("204") ? `` : (stryCov_9fa48("204"), `: ${names.join(stryMutAct_9fa48("205") ? "" : (stryCov_9fa48("205"), ', '))}`) : stryMutAct_9fa48("206") ? "Stryker was here!" : (stryCov_9fa48("206"), '');
  }
}
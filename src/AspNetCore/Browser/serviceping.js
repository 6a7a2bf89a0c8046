// Tracks what happens in browsers, through the REST API of a program's service ping. Documentation: serviceping.d.ts, docs/tracking-http.md.
//
// Tracking never throws, keeps nothing in the browser, and does nothing where its user has asked not to be tracked.

const mostEvents = 50; // that the API takes in a request
const mostWaiting = 500;
const mostBytes = 48 * 1024; // of a request; browsers let 64 KiB be under way when a page is left
const mostFailures = 3; // in a row, before nothing is sent for a while
const shortestBreak = 60_000; // milliseconds, doubled with each further failure
const longestBreak = 3_600_000;

const selector = '[data-event-tracking]';
const encoder = new TextEncoder();

const settings = {
  base: baseOf(import.meta.url),
  pause: 1000,
  attributes: true,
  csrfToken: undefined,
  csrfHeader: undefined,
  headers: undefined,
  project: undefined,
  namespace: undefined,
  forward: undefined,
  onProblem: undefined,
};

let waiting = []; // { json, bytes }
let timer = 0;
let isSending = false;
let isPressing = false; // whether what waits is to follow as soon as it can
let failures = 0;
let closedUntil = 0;

export function configure(options) {
  quietly(() => {
    for (const [name, value] of Object.entries(options)) {
      if (!Object.hasOwn(settings, name)) {
        tell(`There is no option '${name}'.`);
      } else if (name === 'base') {
        settings.base = new URL('usage_data/', new URL(String(value).replace(/\/*$/, '/'), document.baseURI)).href;
      } else {
        settings[name] = value;
      }
    }
  });
}

export function trackEvent(name, properties, place) {
  quietly(() => add(name, properties, place));
}

export function trackEvents(events) {
  quietly(() => {
    for (const event of events) {
      add(event.name, event.properties, event);
    }
  });
}

export function trackRedisCounterEvent(name) {
  quietly(() => count('increment_counter', name));
}

export function trackRedisHllUserEvent(name) {
  quietly(() => count('increment_unique_users', name));
}

export function flush() {
  quietly(() => sendWaiting(false));
}

export function bindTracking(root = document) {
  const onClick = (event) => quietly(() => trackElement(closest(event, `${selector}:not(form)`)));
  const onSubmit = (event) => quietly(() => trackElement(closest(event, `form${selector}`)));
  quietly(() => {
    root.addEventListener('click', onClick);
    root.addEventListener('submit', onSubmit);
    trackLoads(root);
  });
  return () => {
    root.removeEventListener('click', onClick);
    root.removeEventListener('submit', onSubmit);
  };
}

const loaded = new WeakSet();

export function trackLoads(root = document) {
  quietly(() => {
    for (const element of root.querySelectorAll(`${selector}[data-event-tracking-load="true"]`)) {
      if (!loaded.has(element)) {
        loaded.add(element);
        addElement(element);
      }
    }
  });
}

// Elements

function closest(event, wanted) {
  return event.target instanceof Element ? event.target.closest(wanted) : null;
}

function trackElement(element) {
  if (element && element.dataset.eventTrackingLoad !== 'true') {
    addElement(element);
  }
}

function addElement({ dataset }) {
  const properties = {};
  if (dataset.eventAdditional) {
    try {
      Object.assign(properties, JSON.parse(dataset.eventAdditional));
    } catch {
      tell(`The data-event-additional of '${dataset.eventTracking}' is no JSON.`);
    }
  }

  for (const [name, text] of [['label', dataset.eventLabel], ['property', dataset.eventProperty]]) {
    if (text !== undefined) {
      properties[name] = text;
    }
  }

  if (dataset.eventValue !== undefined && dataset.eventValue.trim() !== '') {
    properties.value = Number(dataset.eventValue);
  }

  add(dataset.eventTracking, properties, { forward: dataset.eventForward === undefined ? undefined : dataset.eventForward === 'true' });
}

// Events that wait

function add(name, properties, place) {
  if (!mayTrack() || !isName(name)) {
    return;
  }

  const json = JSON.stringify({
    event: name,
    project_id: place?.project ?? settings.project,
    namespace_id: place?.namespace ?? settings.namespace,
    send_to_snowplow: (place?.forward ?? settings.forward) === true ? true : undefined,
    additional_properties: valuesOf(name, properties),
  });
  const bytes = encoder.encode(json).length;
  if (bytes > mostBytes || waiting.length >= mostWaiting) {
    tell(`Event '${name}' is left out: ${bytes > mostBytes ? 'it is too large' : 'too many are waiting'}.`);
    return;
  }

  waiting.push({ json, bytes });
  if (document.visibilityState === 'hidden') {
    sendWaiting(true);
  } else if (waiting.length >= mostEvents) {
    sendWaiting(false);
  } else {
    wait(settings.pause);
  }
}

function valuesOf(name, properties) {
  const values = {};
  let isEmpty = true;
  for (const [property, value] of Object.entries(properties ?? {})) {
    if (['string', 'boolean'].includes(typeof value) || Number.isFinite(value)) {
      values[property] = value;
      isEmpty = false;
    } else if (value !== null && value !== undefined) {
      tell(`'${property}' of event '${name}' is neither a text, a number nor a boolean.`);
    }
  }

  return isEmpty ? undefined : values;
}

function wait(milliseconds) {
  timer ||= setTimeout(() => {
    timer = 0;
    quietly(() => sendWaiting(false));
  }, milliseconds);
}

function sendWaiting(isLeaving) {
  clearTimeout(timer);
  timer = 0;
  while (waiting.length > 0 && !isClosed() && (isLeaving || !isSending)) {
    let bytes = 0;
    let many = 0;
    while (many < waiting.length && many < mostEvents && bytes + waiting[many].bytes < mostBytes) {
      bytes += waiting[many++].bytes + 1;
    }

    const events = waiting.splice(0, many || 1).map((one) => one.json);
    isSending = true;
    send('track_events', `{"events":[${events.join(',')}]}`, isLeaving).then(() => {
      isSending = false;
      if (waiting.length > 0) {
        clearTimeout(timer);
        timer = 0;
        wait(isPressing ? 0 : settings.pause);
      }
    });
  }

  isPressing = waiting.length > 0;

  if (waiting.length > 0 && isClosed()) {
    if (closedUntil === Infinity) {
      waiting = [];
    } else {
      wait(closedUntil - Date.now());
    }
  }
}

function count(path, name) {
  if (mayTrack() && isName(name) && !isClosed()) {
    send(path, JSON.stringify({ event: name }), document.visibilityState === 'hidden');
  }
}

// Requests

async function send(path, body, isLeaving) {
  try {
    const url = new URL(path, settings.base).href;
    const headers = { ...(typeof settings.headers === 'function' ? settings.headers() : settings.headers), ...csrf() };
    if (isLeaving && !('keepalive' in Request.prototype) && Object.keys(headers).length === 0) {
      // A beacon cannot carry headers, and its answer is never seen.
      navigator.sendBeacon(url, new Blob([body], { type: 'application/json' }));
      return;
    }

    const answer = await fetch(url, {
      method: 'POST',
      headers: { ...headers, 'Content-Type': 'application/json' },
      body,
      keepalive: isLeaving,
      credentials: 'same-origin',
      redirect: 'error',
      cache: 'no-store',
    });
    judge(answer, path);
  } catch (error) {
    fail(`${path} was not reached (${error?.message}).`);
  }
}

// What is lost is lost: an answer that did not arrive may be that of events that were counted, and those would be counted twice.
function judge(answer, path) {
  const told = `${path} has answered with ${answer.status}.`;
  if (answer.ok) {
    failures = 0;
  } else if ([401, 403, 404].includes(answer.status)) {
    closedUntil = Infinity;
    tell(`${told} Nothing is tracked until the page is loaded again.`);
  } else if (answer.status === 429) {
    closedUntil = Date.now() + Math.min(longestBreak, 1000 * (Number(answer.headers.get('Retry-After')) || 60));
    tell(told);
  } else if (answer.status >= 500) {
    fail(told);
  } else {
    tell(told);
  }
}

function fail(told) {
  failures++;
  if (failures >= mostFailures) {
    closedUntil = Date.now() + Math.min(longestBreak, shortestBreak * 2 ** (failures - mostFailures));
  }

  tell(told);
}

function isClosed() {
  return Date.now() < closedUntil;
}

function csrf() {
  const meta = document.querySelector('meta[name="csrf-token"]');
  const token = typeof settings.csrfToken === 'function' ? settings.csrfToken() : (settings.csrfToken ?? meta?.content);
  return token ? { [settings.csrfHeader ?? meta?.dataset.header ?? 'RequestVerificationToken']: token } : {};
}

// The rest

function mayTrack() {
  return navigator.globalPrivacyControl !== true && navigator.doNotTrack !== '1' && window.doNotTrack !== '1';
}

function isName(name) {
  const isOne = typeof name === 'string' && name !== '';
  if (!isOne) {
    tell('An event without a name is left out.');
  }

  return isOne;
}

function baseOf(address) {
  return /\/usage_data\/serviceping[^/]*\.js$/.test(address.split(/[?#]/)[0])
    ? new URL('.', address).href
    : new URL('/api/v4/usage_data/', globalThis.location?.href ?? 'http://localhost').href;
}

function tell(problem) {
  try {
    settings.onProblem?.(problem);
  } catch {
    // A problem with telling problems is the program's own.
  }
}

function quietly(act) {
  try {
    act();
  } catch (error) {
    tell(String(error?.message ?? error));
  }
}

if (typeof document !== 'undefined') {
  let isStarted = false;
  const start = () => {
    if (!isStarted && settings.attributes) {
      bindTracking();
    }

    isStarted = true;
  };
  const leave = () => quietly(() => sendWaiting(true));

  // Whoever imports this module may still configure it: scripts of the page have run when its content is loaded.
  if (document.readyState === 'complete') {
    setTimeout(start);
  } else {
    document.addEventListener('DOMContentLoaded', start);
    window.addEventListener('load', start);
  }

  document.addEventListener('visibilitychange', () => document.visibilityState === 'hidden' && leave());
  window.addEventListener('pagehide', leave);
}

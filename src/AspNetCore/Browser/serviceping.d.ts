/**
 * Tracks what happens in browsers, through the REST API of a program's service ping.
 *
 * Nothing here throws. Nothing is sent where the user of the browser has asked not to be tracked (`navigator.doNotTrack`,
 * `navigator.globalPrivacyControl`), and nothing is kept in the browser. A request that fails is not repeated; after three failures in a
 * row nothing is sent for a minute, then for two, at most for an hour; after 401, 403 and 404 until the page is loaded again.
 */

/** The events of the program with their properties; `serviceping typescript` writes them. As long as it is empty, any name may be tracked. */
export interface EventCatalogue {}

/** The named counters of the program; `serviceping typescript` writes them. */
export interface CounterCatalogue {}

/** The known events of the program, and those that metrics of the data source `redis_hll` list; `serviceping typescript` writes them. */
export interface UniqueEventCatalogue {}

/** Whether the catalogues are complete, so that one that is empty allows no name; `serviceping typescript` says so. */
export interface CompleteCatalogues {}

type AnyName = [keyof CompleteCatalogues] extends [never] ? string : never;
type NameIn<Catalogue> = [keyof Catalogue] extends [never] ? AnyName : Extract<keyof Catalogue, string>;

/** The name of an event. */
export type EventName = NameIn<EventCatalogue>;

/** The name of a named counter: its prefix, `_` and its event. */
export type CounterName = NameIn<CounterCatalogue>;

/** The name of a known event. */
export type UniqueEventName = NameIn<UniqueEventCatalogue>;

/** Properties of any event; what is null or undefined is left out. */
export interface AnyProperties {
  [property: string]: string | number | boolean | null | undefined;
}

/** The properties that an event declares. */
export type PropertiesOf<Name extends EventName> = Name extends keyof EventCatalogue ? EventCatalogue[Name] : AnyProperties;

/** Where it happens, and whether it may leave by itself. */
export interface Place {
  /** The identifier of the project. */
  project?: number | string;
  /** The identifier of the namespace. */
  namespace?: number | string;
  /** Whether this event may be forwarded as it happens, where its definition has `forward: true` and the program forwards events. */
  forward?: boolean;
}

/** An event to track. */
export type TrackedEvent = { [Name in EventName]: { name: Name; properties?: PropertiesOf<Name> } & Place }[EventName];

/** How events are sent; what is left out stays as it is. */
export interface TrackingOptions {
  /** The prefix of the REST API, such as `/api/v4`. By default it is where this module was loaded from, or `/api/v4` where it is part of a bundle. */
  base?: string;
  /** How many milliseconds events wait for others; 1000 by default. Fifty events, and a page that is left, do not wait. */
  pause?: number;
  /** Whether elements with `data-event-tracking` are tracked as soon as the page is loaded; true by default. */
  attributes?: boolean;
  /** The token against forged requests. By default it is the content of `<meta name="csrf-token">`. */
  csrfToken?: string | (() => string | null | undefined);
  /** The header of the token. By default it is the `data-header` of that element, or `RequestVerificationToken`. */
  csrfHeader?: string;
  /** Further headers. */
  headers?: Record<string, string> | (() => Record<string, string>);
  /** The project of events that name none. */
  project?: number | string;
  /** The namespace of events that name none. */
  namespace?: number | string;
  /** Whether events that say nothing of it may be forwarded; false by default. */
  forward?: boolean;
  /** Is told what goes wrong, in a sentence for developers. */
  onProblem?: (problem: string) => void;
}

/** Says how events are sent. */
export function configure(options: TrackingOptions): void;

/** Tracks an event of the user who is signed in. It waits for others, and is sent with them. */
export function trackEvent<Name extends EventName>(name: Name, properties?: PropertiesOf<Name>, place?: Place): void;

/** Tracks several events. */
export function trackEvents(events: Iterable<TrackedEvent>): void;

/** Increments a named counter (`data_source: redis`), at once. */
export function trackRedisCounterEvent(name: CounterName): void;

/** Counts the user who is signed in, once a day or week, for a known event (`data_source: redis_hll`), at once. */
export function trackRedisHllUserEvent(name: UniqueEventName): void;

/** Sends the events that wait. */
export function flush(): void;

/**
 * Tracks elements below a root with `data-event-tracking="name"`: clicks, of forms their submission, and once each those that have
 * `data-event-tracking-load="true"`. `data-event-label`, `data-event-property`, `data-event-value` and `data-event-additional` (JSON) are the
 * event's properties, `data-event-forward="true"` lets it be forwarded. The document is bound by itself unless `configure({ attributes: false })` says otherwise.
 *
 * @returns Ends it.
 */
export function bindTracking(root?: Document | Element | ShadowRoot): () => void;

/** Tracks elements with `data-event-tracking-load="true"` that have come to a page since; each once. */
export function trackLoads(root?: Document | Element | DocumentFragment): void;

// Searches the metrics and events of the dictionary while one types. Everything it narrows is there without it, in lists.
(function () {
  "use strict";

  var data = window.servicePingDictionary;
  var root = document.querySelector("[data-search]");
  if (!data || !root) { return; }

  var shownAtFirst = 50;
  var valuesAtFirst = 8;
  var shownFacets = ["kind", "status", "source", "time", "owner", "privacy", "category", "tier", "operation", "table", "release", "indicator"];
  var aliases = { since: "release", class: "type", time_frame: "time", data_source: "source", tables: "table", owners: "owner", tiers: "tier" };
  var input = root.querySelector("input");
  var hits = root.querySelector("[data-hits]");
  var side = root.querySelector("[data-facets]");
  var status = root.querySelector("[data-status]");
  var count = data.names.length;
  var facets = {};
  var words = new Array(count);
  var lowerNames = data.names.map(function (name) { return name.toLowerCase(); });
  var lowerTexts = data.texts.map(function (text) { return text.toLowerCase(); });
  var shown = shownAtFirst;
  var last = { query: null, kept: null };
  var openFacets = {};

  data.facets.forEach(function (facet) {
    facets[facet.name] = facet;
    facet.lower = facet.values.map(function (value) { return value.toLowerCase(); });
  });
  for (var at = 0; at < count; at++) {
    words[at] = lowerNames[at] + "\n" + lowerTexts[data.text[at]];
  }
  var removed = facets.status.lower.indexOf("removed");

  // A row has one value, several or none.
  function has(row, value) {
    return typeof row === "number" ? row === value : row.indexOf(value) >= 0;
  }

  // Words, "words together", prefix:value, prefix:"a value", prefix:one,two, and a minus before any of them.
  function parse(text) {
    var parts = [];
    var pattern = /(-?)(?:([a-z_]+):)?(?:"([^"]*)"|(\S+))/gi;
    var match;
    while ((match = pattern.exec(text))) {
      var name = match[2] && match[2].toLowerCase();
      name = name && (aliases[name] || name);
      var isKnown = name && (facets[name] || name === "name");
      var value = match[3] !== undefined ? match[3] : match[4];
      if (name && !isKnown) { value = match[2] + ":" + value; name = null; }
      value = value.toLowerCase();
      if (value !== "") {
        parts.push({ isNot: match[1] === "-", name: isKnown ? name : null, value: value, isExact: match[3] !== undefined, raw: match[0] });
      }
    }
    return parts;
  }

  // The places of a facet's values that a part of the query means: whole ones, and where there is none those that hold the text.
  function meant(facet, part) {
    var found = [];
    (part.isExact ? [part.value] : part.value.split(",")).forEach(function (value) {
      var exact = facet.lower.indexOf(value);
      if (exact >= 0) { found.push(exact); return; }
      facet.lower.forEach(function (one, place) { if (value !== "" && one.indexOf(value) >= 0) { found.push(place); } });
    });
    return found;
  }

  function testOf(part) {
    if (part.name === "name") {
      return function (doc) { return lowerNames[doc].indexOf(part.value) >= 0; };
    }
    if (!part.name) {
      return function (doc) { return words[doc].indexOf(part.value) >= 0; };
    }
    if (part.name === "status" && part.value === "any") {
      return function () { return true; };
    }
    var facet = facets[part.name];
    var places = meant(facet, part);
    return function (doc) {
      for (var at = 0; at < places.length; at++) {
        if (has(facet.rows[doc], places[at])) { return true; }
      }
      return false;
    };
  }

  // What is found, and how many removed ones are not shown.
  function find(text) {
    var parts = parse(text);
    var asksStatus = parts.some(function (part) { return part.name === "status" && !part.isNot; });
    var tests = parts.map(function (part) {
      var test = testOf(part);
      return part.isNot ? function (doc) { return !test(doc); } : test;
    });
    var found = [];
    var hidden = 0;
    var first = parts.filter(function (part) { return !part.name && !part.isNot; })[0];
    var buckets = [[], [], [], []];
    docs: for (var doc = 0; doc < count; doc++) {
      for (var at = 0; at < tests.length; at++) {
        if (!tests[at](doc)) { continue docs; }
      }
      if (!asksStatus && facets.status.rows[doc] === removed) { hidden++; continue; }
      if (!first) { buckets[0].push(doc); continue; }
      var place = lowerNames[doc].indexOf(first.value);
      buckets[lowerNames[doc] === first.value ? 0
        : place === 0 || (place > 0 && (lowerNames[doc][place - 1] === "." || lowerNames[doc][place - 1] === "_")) ? 1
        : place > 0 ? 2 : 3].push(doc);
    }
    buckets.forEach(function (bucket) { Array.prototype.push.apply(found, bucket); });
    return { parts: parts, found: found, hidden: hidden };
  }

  function element(name, className, text) {
    var made = document.createElement(name);
    if (className) { made.className = className; }
    if (text !== undefined) { made.textContent = text; }
    return made;
  }

  function figure(number) { return String(number).replace(/\B(?=(\d{3})+(?!\d))/g, ","); }

  function folderOf(doc) {
    var isMetric = doc < data.metrics;
    var name = data.names[doc];
    return root.dataset.search + (isMetric ? "metrics/" : "events/") + (data.folders[(isMetric ? "m " : "e ") + name] || name) + "/index.html";
  }

  function row(doc) {
    var item = element("li");
    var link = element("a", "code", data.names[doc]);
    link.href = folderOf(doc);
    item.appendChild(link);
    // What is deprecated is active first and deprecated last.
    var state = facets.status.values[[].concat(facets.status.rows[doc]).pop()];
    if (doc >= data.metrics) { item.appendChild(document.createTextNode(" ")); item.appendChild(element("span", "badge neutral", "event")); }
    if (state !== "active") {
      item.appendChild(document.createTextNode(" "));
      item.appendChild(element("span", "badge " + (state === "broken" ? "bad" : state === "removed" ? "neutral" : "warning"), state));
    }
    item.appendChild(element("p", "", data.texts[data.text[doc]]));
    return item;
  }

  function showHits(found) {
    var list = element("ul", "entries");
    var most = Math.min(found.length, shown);
    for (var at = 0; at < most; at++) { list.appendChild(row(found[at])); }
    hits.textContent = "";
    if (found.length === 0) {
      hits.appendChild(element("p", "nothing", "Nothing is called so, or says so. Take a word or a prefix away."));
      return;
    }
    hits.appendChild(list);
    if (most < found.length) {
      var more = element("p", "row more");
      if (found.length - most > shownAtFirst) { more.appendChild(further("Show " + shownAtFirst + " more", found, most, most + shownAtFirst)); }
      more.appendChild(further("Show all " + figure(found.length), found, most, found.length));
      hits.appendChild(more);
    }
  }

  // An address like any other, so that what is shown can be sent, and is there again when one comes back.
  function further(words, found, most, next) {
    var link = element("a", "button", words);
    link.href = addressOf(next);
    link.addEventListener("click", function (event) {
      if (event.ctrlKey || event.metaKey || event.shiftKey) { return; }
      event.preventDefault();
      shown = next;
      remember(true);
      showHits(found);
      hits.querySelectorAll("li a")[most].focus();
    });
    return link;
  }

  function addressOf(number) {
    var parts = input.value === "" ? [] : ["q=" + encodeURIComponent(input.value)];
    if (number > shownAtFirst) { parts.push("shown=" + number); }
    return "?" + parts.join("&");
  }

  function tokenOf(name, value) {
    return name + ":" + (/[\s",]/.test(value) || facets[name].lower.filter(function (one) { return one === value.toLowerCase(); }).length !== 1
      ? '"' + value + '"' : value);
  }

  function isChosen(parts, name, value) {
    return parts.some(function (part) { return !part.isNot && part.name === name && part.value === value.toLowerCase(); });
  }

  function toggle(name, value) {
    var parts = parse(input.value);
    var isThere = isChosen(parts, name, value);
    var kept = parts.filter(function (part) { return !(part.name === name && !part.isNot && part.value === value.toLowerCase()); })
      .map(function (part) { return part.raw; });
    if (!isThere) { kept.push(tokenOf(name, value)); }
    input.value = kept.join(" ");
    changed(true);
  }

  // How many of what is found have each value.
  function countsOf(facet, found) {
    var counts = new Int32Array(facet.values.length);
    for (var at = 0; at < found.length; at++) {
      var values = facet.rows[found[at]];
      if (typeof values === "number") {
        if (values >= 0) { counts[values]++; }
      } else {
        for (var one = 0; one < values.length; one++) { counts[values[one]]++; }
      }
    }
    return counts;
  }

  function showFacets(result) {
    var active = document.activeElement && document.activeElement.dataset ? document.activeElement.dataset.token : null;
    var made = document.createDocumentFragment();
    shownFacets.forEach(function (name) {
      var facet = facets[name];
      var counts = countsOf(facet, result.found);
      var places = [];
      for (var place = 0; place < counts.length; place++) {
        if (counts[place] > 0 || isChosen(result.parts, name, facet.values[place])) { places.push(place); }
      }
      if (places.length === 0 || (places.length === 1 && facet.values.length === 1)) { return; }
      places.sort(function (left, right) { return counts[right] - counts[left] || left - right; });
      var group = element("fieldset");
      group.appendChild(element("legend", "", facet.title));
      var most = openFacets[name] ? places.length : Math.min(places.length, valuesAtFirst);
      places.slice(0, most).forEach(function (place) {
        var value = facet.values[place];
        var label = element("label", "check");
        var box = element("input");
        box.type = "checkbox";
        box.checked = isChosen(result.parts, name, value);
        box.dataset.token = name + ":" + value;
        box.addEventListener("change", function () { toggle(name, value); });
        label.appendChild(box);
        label.appendChild(element("span", "", value));
        label.appendChild(element("span", "quiet", figure(counts[place])));
        group.appendChild(label);
      });
      if (most < places.length) {
        var more = element("button", "button small", figure(places.length - most) + " more");
        more.type = "button";
        more.setAttribute("aria-label", figure(places.length - most) + " more of " + facet.title);
        more.addEventListener("click", function () { openFacets[name] = true; showFacets(result); });
        group.appendChild(more);
      }
      made.appendChild(group);
    });
    side.textContent = "";
    side.appendChild(made);
    if (active) {
      side.querySelectorAll("input").forEach(function (box) { if (box.dataset.token === active) { box.focus(); } });
    }
  }

  function showStatus(result) {
    status.textContent = figure(result.found.length) + " found.";
    if (result.hidden > 0) {
      status.appendChild(document.createTextNode(" " + figure(result.hidden)
        + (result.hidden === 1 ? " removed one is not shown: " : " removed ones are not shown: ")));
      var show = element("button", "link", "show");
      show.type = "button";
      show.addEventListener("click", function () { input.value = (input.value.trim() + " status:any").trim(); changed(true); input.focus(); });
      status.appendChild(show);
    }
  }

  function run(number) {
    number = number || shownAtFirst;
    if (input.value === last.query && number === shown) { return; }
    last.query = input.value;
    shown = number;
    var result = find(input.value);
    showHits(result.found);
    showStatus(result);
    // Facets may wait until the letter is on the screen.
    clearTimeout(last.timer);
    last.timer = setTimeout(function () { showFacets(result); root.dataset.ready = last.query; }, 60);
  }

  // What was chosen is a step that the back button undoes; letters that are typed are one step until one stops.
  function remember(isStep) {
    var address = addressOf(shown);
    if (isStep) { history.pushState(null, "", address); } else { history.replaceState(null, "", address); }
  }

  function changed(isStep) {
    run();
    remember(isStep);
  }

  function restore() {
    var match = /[?&]q=([^&]*)/.exec(location.search);
    var number = /[?&]shown=(\d+)/.exec(location.search);
    input.value = match ? decodeURIComponent(match[1].replace(/\+/g, " ")) : "";
    run(number ? Math.max(shownAtFirst, Number(number[1])) : shownAtFirst);
  }

  var isTyping = false;
  input.addEventListener("input", function () {
    run();
    // The first letter of a stretch of typing is a step of its own, and the others belong to it.
    if (!isTyping) { isTyping = true; remember(true); } else { remember(false); }
    clearTimeout(last.pause);
    last.pause = setTimeout(function () { isTyping = false; }, 1200);
  });
  root.querySelector("form").addEventListener("submit", function (event) { event.preventDefault(); });
  window.addEventListener("popstate", function () { isTyping = false; restore(); });
  document.addEventListener("keydown", function (event) {
    if (event.key === "/" && !/^(input|textarea|select)$/i.test(event.target.tagName)) { event.preventDefault(); input.focus(); }
  });

  root.querySelector("[data-prefixes]").textContent = data.facets.map(function (facet) { return facet.name + ":"; }).join(" ") + " name:";
  // On a wide screen there is room for the facets beside the hits.
  root.querySelector("details").open = window.matchMedia("(min-width: 52.01rem)").matches;
  var list = document.querySelector("[data-list]");
  if (list) { list.remove(); }
  restore();
})();

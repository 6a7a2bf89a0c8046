// What makes pages quicker to use. Each of them works without it.
(function () {
  "use strict";

  // The reader's own time, beside UTC.
  function addLocalTimes(root) {
    root.querySelectorAll("time[datetime]").forEach(function (time) {
      var moment = new Date(time.dateTime);
      if (!isNaN(moment)) {
        time.title = moment.toLocaleString(undefined, { dateStyle: "full", timeStyle: "short" });
      }
    });
  }

  // Buttons that only a script can serve are hidden until there is one.
  function showControls(root) {
    root.querySelectorAll("[data-needs-script]").forEach(function (control) {
      control.hidden = false;
    });
  }

  // <button data-copy="address or #id">
  function copy(button) {
    var source = button.dataset.copy;
    var text = source[0] === "#"
      ? Promise.resolve(document.querySelector(source).textContent)
      : fetch(source, { credentials: "same-origin" }).then(function (answer) {
        if (!answer.ok) { throw new Error(String(answer.status)); }
        return answer.text();
      });
    var label = button.dataset.label || (button.dataset.label = button.textContent);
    text.then(function (value) { return navigator.clipboard.writeText(value); }).then(
      function () { say(button, "Copied"); },
      function () { say(button, "Not copied"); }
    );

    function say(where, words) {
      where.textContent = words;
      announce(words);
      setTimeout(function () { where.textContent = label; }, 2000);
    }
  }

  function announce(words) {
    var region = document.getElementById("announcements");
    if (!region) {
      region = document.createElement("div");
      region.id = "announcements";
      region.className = "sr";
      region.setAttribute("role", "status");
      document.body.appendChild(region);
    }
    region.textContent = words;
  }

  // <button data-fold="open|close">: every branch of the trees of the page.
  function fold(button) {
    var isOpen = button.dataset.fold === "open";
    document.querySelectorAll("[data-tree] details").forEach(function (branch) { branch.open = isOpen; });
  }

  // <input data-filter>: narrows the tree while one types; the form around it asks the server.
  function filter(input) {
    var wanted = input.value.trim().toLowerCase();
    var shown = 0;
    document.querySelectorAll("[data-tree] li[data-path]").forEach(function (leaf) {
      leaf.hidden = wanted !== "" && leaf.dataset.path.toLowerCase().indexOf(wanted) < 0;
      shown += leaf.hidden ? 0 : 1;
    });
    // Branches inside others come last in the document, so that they are looked at first.
    Array.prototype.slice.call(document.querySelectorAll("[data-tree] details")).reverse().forEach(function (branch) {
      var isEmpty = !branch.querySelector("li[data-path]:not([hidden])");
      branch.parentElement.hidden = wanted !== "" && isEmpty;
      if (wanted !== "" && !isEmpty) { branch.open = true; }
    });
    announce(shown === 1 ? "1 value" : shown + " values");
  }

  // <div data-poll="address">: is replaced by what the address answers, until that polls no more.
  function poll(region) {
    setTimeout(function () {
      fetch(region.dataset.poll, { credentials: "same-origin", headers: { "X-Part": "1" } })
        .then(function (answer) {
          if (!answer.ok) { throw new Error(String(answer.status)); }
          return answer.text();
        })
        .then(function (text) {
          var parsed = new DOMParser().parseFromString(text, "text/html");
          var fresh = parsed.querySelector("[data-progress]");
          if (!fresh) { location.reload(); return; }
          region.replaceWith(fresh);
          showControls(fresh);
          addLocalTimes(fresh);
          if (fresh.dataset.poll) { poll(fresh); }
        })
        .catch(function () { poll(region); });
    }, 1000);
  }

  document.addEventListener("click", function (event) {
    var button = event.target.closest("button[data-copy], button[data-fold]");
    if (!button) { return; }
    if (button.dataset.copy) { copy(button); } else { fold(button); }
  });

  document.addEventListener("input", function (event) {
    if (event.target.matches("[data-filter]")) { filter(event.target); }
  });

  addLocalTimes(document);
  showControls(document);
  document.querySelectorAll("[data-poll]").forEach(poll);

  // On a narrow screen the navigation is a strip: its current page comes into view.
  var strip = document.querySelector("nav");
  var current = strip && strip.querySelector("[aria-current]");
  if (current && strip.scrollWidth > strip.clientWidth) {
    strip.scrollLeft = current.offsetLeft - strip.offsetLeft - 16;
  }
})();

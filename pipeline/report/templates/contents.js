(function () {
  "use strict";
  // On a narrow page the contents start closed; on a wide one the chapter in view is marked.
  var toc = document.querySelector(".toc details");
  if (!toc) return;
  if (window.matchMedia("(max-width: 63.99rem)").matches) toc.open = false;
  if (!("IntersectionObserver" in window)) return;
  var links = {};
  toc.querySelectorAll("a").forEach(function (a) { links[a.hash.slice(1)] = a; });
  var spy = new IntersectionObserver(function (entries) {
    entries.forEach(function (one) {
      if (!one.isIntersecting) return;
      toc.querySelectorAll("[aria-current]").forEach(function (a) { a.removeAttribute("aria-current"); });
      if (links[one.target.id]) links[one.target.id].setAttribute("aria-current", "true");
    });
  }, { rootMargin: "-10% 0px -80% 0px" });
  document.querySelectorAll("main > section").forEach(function (one) { spy.observe(one); });
})();

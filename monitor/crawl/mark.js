// Frames on a page what a picture is to show, and stamps the page. Run by the camera in a page whose own
// scripts are off. Returns whether anything was found.
({ marks, stamp, hiddenNote }) => {
  const OURS = "gov-monitor-picture";
  const RED = "#e00000";
  document.getElementById(OURS)?.remove();

  const squeeze = (text) => (text || "").normalize("NFKC").replace(/\s+/g, "");
  const skipped = new Set(["SCRIPT", "STYLE", "NOSCRIPT", "TEMPLATE"]);
  const texts = new Map();
  const textOf = (node) => {
    if (node.nodeType === Node.TEXT_NODE) return squeeze(node.data);
    if (node.nodeType !== Node.ELEMENT_NODE || skipped.has(node.tagName)) return "";
    if (!texts.has(node)) texts.set(node, [...node.childNodes].map(textOf).join(""));
    return texts.get(node);
  };

  const isSeen = (element) => {
    const box = element.getBoundingClientRect();
    const right = document.documentElement.scrollWidth;
    const far = box.right + scrollX <= 0 || box.left + scrollX >= right || box.bottom + scrollY <= 0;
    if (box.width < 2 || box.height < 4 || far) return false;
    if (!element.checkVisibility({ opacityProperty: true, visibilityProperty: true })) return false;
    for (let outer = element; outer; outer = outer.parentElement) {
      const style = getComputedStyle(outer);
      const small = outer.clientHeight < 4 || outer.clientWidth < 4;
      if (style.overflow !== "visible" && small && style.display !== "inline") return false;
    }
    const style = getComputedStyle(element);
    let behind = element;
    while (behind && /^(transparent|rgba\(.*, 0\))$/.test(getComputedStyle(behind).backgroundColor)) {
      behind = behind.parentElement;
    }
    const ground = behind ? getComputedStyle(behind).backgroundColor : "rgb(255, 255, 255)";
    return style.color !== ground && parseFloat(style.fontSize) >= 4;
  };

  const rowOf = (element, within) => {
    for (let row = element; row && row !== document.body; row = row.parentElement) {
      const text = textOf(row);
      if (text.length > 600) return null;
      if (text.includes(within)) return row;
    }
    return null;
  };

  // A masked number (999*************10) stands for any that fits.
  const numbers = (value) => new RegExp(value.replace(/\*+/, (stars) => `[0-9Xx-]{${stars.length},}?`));
  const says = (text, value) => (value.includes("**") ? numbers(value).test(text) : text.includes(value));

  const holdersOf = (value) => {
    const found = [];
    const walk = (element) => {
      if (!says(textOf(element), value)) return;
      const inner = [...element.children].filter((child) => says(textOf(child), value));
      if (inner.length) inner.forEach(walk);
      else found.push(element);
    };
    if (document.body) walk(document.body);
    for (const element of document.querySelectorAll("[alt], [title], input[value]")) {
      const said = ["alt", "title", "value"].map((name) => element.getAttribute(name)).join(" ");
      if (says(squeeze(said), value)) found.push(element);
    }
    return found;
  };

  const rangeOf = (element, value) => {
    const walker = document.createTreeWalker(element, NodeFilter.SHOW_TEXT);
    for (let node = walker.nextNode(); node; node = walker.nextNode()) {
      const start = node.data.indexOf(value);
      if (start < 0) continue;
      const range = document.createRange();
      range.setStart(node, start);
      range.setEnd(node, start + value.length);
      return range;
    }
    return element;
  };

  const words = ({ values, within }) => {
    const wanted = squeeze(within);
    let unseen = [];
    for (const value of values) {
      let holders = holdersOf(squeeze(value));
      if (wanted) holders = holders.map((holder) => rowOf(holder, wanted)).filter(Boolean);
      const holder = holders.find(isSeen);
      if (holder) return { target: wanted ? holder : rangeOf(holder, value), seen: true };
      unseen = unseen.concat(holders.slice(0, 1).map(() => value));
    }
    if (unseen.length) return { target: null, seen: false, text: unseen.join("\n") };
    const head = [document.title, ...[...document.querySelectorAll("meta")].map((meta) => meta.content)];
    const sources = [...document.querySelectorAll("script, noscript, template")].map((one) => one.textContent);
    for (const value of values) {
      const said = head.find((text) => squeeze(text).includes(squeeze(value)));
      if (said) return { target: null, seen: false, text: said };
      const source = sources.find((text) => text.includes(value));
      const start = source ? Math.max(0, source.indexOf(value) - 120) : 0;
      if (source) return { target: null, seen: false, text: source.slice(start, start + 300) };
    }
    return null;
  };

  const plain = (address) => {
    try {
      const url = new URL(address, document.baseURI);
      url.hash = "";
      const path = decodeURI(url.pathname).replace(/;jsessionid=[^/?]*/i, "");
      return url.host + path + url.search;
    } catch {
      return null;
    }
  };

  const links = ({ values }) => {
    for (const value of values) {
      const wanted = plain(value);
      const elements = document.querySelectorAll("a[href], area[href], iframe, frame, img, embed, form");
      const found = [...elements].filter((element) => {
        const address = element.getAttribute("href") || element.getAttribute("src");
        return address && plain(address) === wanted;
      });
      const element = found.find(isSeen) || found[0];
      if (element) {
        const target = [...element.children].find(isSeen) && !element.offsetHeight ? element.children[0] : element;
        const said = element.outerHTML.slice(0, 300);
        return { target, seen: isSeen(target), text: said };
      }
    }
    return null;
  };

  const topOf = (element) => element.getBoundingClientRect().top + scrollY;
  const bottomOf = (element) => element.getBoundingClientRect().bottom + scrollY;

  const biggest = (selector, fits) => {
    const found = [...document.querySelectorAll(selector)].filter((element) => isSeen(element) && fits(element));
    const area = (element) => element.offsetWidth * element.offsetHeight;
    return found.sort((one, other) => area(other) - area(one))[0];
  };

  const navigation = () => {
    const wide = (element) => element.offsetWidth > document.documentElement.clientWidth * 0.35;
    const first = (element) => wide(element) && element.offsetHeight < 500 && topOf(element) < 700;
    const named = biggest("nav, [class*=nav], [id*=nav], [class*=menu], [id*=menu]", first);
    if (named) return named;
    let element = [...document.links].find(isSeen);
    while (element && element !== document.body && element.querySelectorAll("a").length < 5) {
      element = element.parentElement;
    }
    return element && element !== document.body && element.offsetHeight < 500 ? element : null;
  };

  const foot = () => {
    const end = bottomOf(document.body);
    const last = (element) =>
      element.offsetWidth > document.documentElement.clientWidth * 0.35 &&
      element.offsetHeight < 500 &&
      topOf(element) > end - 700;
    return biggest("footer, [class*=foot], [id*=foot], [class*=bottom], [id*=bottom], [class*=copyright]", last);
  };

  const part = ({ values: [name] }) => {
    if (!document.body) return null;
    const width = document.documentElement.clientWidth - 8;
    const end = bottomOf(document.body);
    const strip = (top, bottom) => ({ left: 4, top, width, height: Math.max(40, bottom - top) });
    if (name === "search") {
      const inputs = [...document.querySelectorAll("input:not([type]), input[type=text], input[type=search]")];
      const input = inputs.find(isSeen);
      return input ? { target: input.form && isSeen(input.form) ? input.form : input, seen: true } : null;
    }
    if (name === "foot") return { target: foot() || strip(Math.max(0, end - 220), end), seen: true };
    const menu = navigation();
    if (name === "head") return { target: menu || strip(0, Math.min(end, 260)), seen: true };
    const inner = (element) =>
      element.offsetHeight > 40 &&
      element.offsetHeight < end * 0.95 &&
      element.offsetWidth > width * 0.3 &&
      !(menu && (element.contains(menu) || menu.contains(element)));
    const content = "main, article, [class*=content], [id*=content], [class*=main], [id*=main], [class*=list]";
    const top = menu ? bottomOf(menu) : 0;
    const below = foot();
    const bottom = below && topOf(below) > top ? topOf(below) : end;
    return { target: biggest(content, inner) || strip(top, Math.min(bottom, top + 700)), seen: true };
  };

  const hidden = ({ values }) => {
    const there = values.filter((value) => holdersOf(squeeze(value)).length);
    return there.length ? { target: null, seen: false, text: there.join("\n") } : null;
  };

  const find = { words, hidden, link: links, part };
  const found = marks.reduce((known, mark) => known || find[mark.kind](mark), null);

  const host = document.createElement("div");
  host.id = OURS;
  const shade = host.attachShadow({ mode: "open" });
  const put = (style, text) => {
    const box = document.createElement("div");
    box.style.cssText = `box-sizing:border-box;${style}`;
    box.textContent = text || "";
    shade.append(box);
    return box;
  };
  const font = "font:13px/18px 'Noto Sans CJK SC','WenQuanYi Zen Hei','Microsoft YaHei',sans-serif;";
  const bar = "position:fixed;left:0;right:0;z-index:2147483647;padding:6px 10px;word-break:break-all;white-space:pre-line;";
  const stamped = put(`${bar}top:0;background:#fff;color:#000;border-bottom:2px solid #000;${font}`, stamp);
  host.style.cssText = "all:initial;position:absolute;left:0;top:0;z-index:2147483647";
  document.documentElement.append(host);
  document.documentElement.style.scrollBehavior = "auto";
  document.documentElement.style.marginTop = `${stamped.offsetHeight}px`;
  if (!found) {
    scrollTo(0, 0);
    return false;
  }
  if (!found.seen) {
    const note = `${hiddenNote}\n${found.text.trim().slice(0, 300)}`;
    put(`${bar}top:${stamped.offsetHeight}px;background:#fff3f3;color:${RED};border:3px solid ${RED};${font}`, note);
    scrollTo(0, 0);
    return true;
  }
  const shift = stamped.offsetHeight;
  const boxOf = (target) => {
    if (!(target instanceof Element || target instanceof Range)) {
      return { left: target.left, top: target.top + shift, width: target.width, height: target.height };
    }
    const box = target.getBoundingClientRect();
    return { left: box.left + scrollX, top: box.top + scrollY, width: box.width, height: box.height };
  };
  let box = boxOf(found.target);
  scrollTo(0, Math.max(0, box.top - shift - Math.max(40, (innerHeight - shift - box.height) / 2.5)));
  box = boxOf(found.target);
  const [left, up] = [Math.max(0, box.left - 6), Math.max(0, box.top - 6)];
  const [width, height] = [box.left + box.width + 6 - left, box.top + box.height + 6 - up];
  put(`position:absolute;left:${left}px;top:${up}px;width:${width}px;height:${height}px;border:4px solid ${RED};box-shadow:0 0 0 2px #fff;pointer-events:none`);
  return true;
}

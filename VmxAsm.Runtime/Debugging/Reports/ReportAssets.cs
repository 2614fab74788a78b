namespace VmxAsm.Runtime.Debugging.Reports;

/// <summary>The style and the script of a report: part of the page, since a report is one file.</summary>
internal static class ReportAssets
{
    public const string Style = """
        :root{--bg:#fff;--fg:#1c2128;--soft:#5b6672;--line:#dde3ea;--card:#f6f8fa;--guest:#2f6feb;--root:#9aa7b4;--bad:#c4321f;--badbg:#fdecea;--good:#1a7f4b;--mark:#fff6cc;--code:#eef1f5}
        @media(prefers-color-scheme:dark){:root{--bg:#0f141a;--fg:#dce3ea;--soft:#8b98a5;--line:#2b333d;--card:#171d25;--guest:#5b9bff;--root:#5d6975;--bad:#ff7b6b;--badbg:#35191a;--good:#4cc38a;--mark:#3d3516;--code:#222a34}}
        *{box-sizing:border-box}
        body{font:15px/1.5 system-ui,-apple-system,"Segoe UI",sans-serif;margin:0;color:var(--fg);background:var(--bg)}
        header,main{max-width:76rem;margin:0 auto;padding:0 1.5rem}
        header{padding-top:1.8rem}
        h1{font-size:1.35rem;margin:0 0 .6rem;font-family:ui-monospace,"DejaVu Sans Mono",Consolas,monospace;font-weight:600;overflow-wrap:anywhere}
        h2{font-size:1.1rem;margin:2.6rem 0 .8rem}
        h3{font-size:.95rem;margin:1.4rem 0 .5rem}
        nav{position:sticky;top:0;background:var(--bg);border-bottom:1px solid var(--line);z-index:1}
        nav div{max-width:76rem;margin:0 auto;padding:.5rem 1.5rem;display:flex;gap:1.2rem;flex-wrap:wrap;font-size:.9rem}
        a{color:var(--guest);text-decoration:none}a:hover{text-decoration:underline}
        code,pre,.n{font-family:ui-monospace,"DejaVu Sans Mono",Consolas,monospace;font-size:12.5px}
        code{background:var(--code);border-radius:4px;padding:.05rem .3rem;overflow-wrap:anywhere}
        .badge{display:inline-block;border-radius:999px;padding:.1rem .8rem;font-weight:600;font-size:.85rem;color:#fff;background:var(--good)}
        .badge.bad{background:var(--bad)}
        .cards{display:flex;flex-wrap:wrap;gap:.8rem;margin:1rem 0 1.4rem}
        .card{background:var(--card);border:1px solid var(--line);border-radius:10px;padding:.5rem 1.1rem;min-width:8rem}
        .card b{display:block;font-size:1.3rem;font-weight:600}.card span{color:var(--soft);font-size:.82rem}
        .wrong{border-left:4px solid var(--bad);background:var(--badbg);border-radius:0 10px 10px 0;padding:.9rem 1.2rem;margin:1.2rem 0}
        .wrong.mild{border-color:var(--guest);background:var(--card)}
        .wrong p{margin:0;font-weight:600}.wrong ol{margin:.7rem 0 0;padding-left:1.3rem}.wrong li{margin:.55rem 0}
        .place{font-size:13px;margin-top:.1rem}.place .file{color:var(--soft)}
        table{border-collapse:collapse;width:100%;font-size:14px}
        th,td{text-align:left;padding:.25rem .7rem;border-bottom:1px solid var(--line);vertical-align:top}
        th{color:var(--soft);font-weight:500;font-size:.82rem}
        td.r,th.r{text-align:right;font-variant-numeric:tabular-nums}
        .scroll{overflow-x:auto}
        td.same{color:var(--soft)}
        #events{table-layout:fixed;min-width:56rem}#events th:nth-child(1){width:4.5rem}#events th:nth-child(2){width:7.5rem}#events th:nth-child(4){width:38%}#events td{overflow-wrap:anywhere}
        .bar{background:var(--guest);height:.75rem;border-radius:3px;min-width:2px}
        tr.Failure td{background:var(--badbg)}
        tr.changed td{background:var(--mark)}
        tr.gap td{text-align:center;color:var(--soft)}
        .kind{display:inline-block;width:1.3rem;text-align:center;font-weight:700}
        .Entry .kind{color:var(--guest)}.Exit .kind{color:var(--soft)}.Failure .kind{color:var(--bad)}
        details summary{cursor:pointer;color:var(--soft);font-size:13px}
        .was{color:var(--soft);text-decoration:line-through}
        .small{color:var(--soft);font-size:13px}
        pre{background:#11161c;color:#d5dde5;padding:1rem 1.2rem;border-radius:10px;overflow:auto;max-height:32rem;margin:.4rem 0;line-height:1.35}
        pre.screen{display:inline-block;max-width:100%}
        img.screen{max-width:100%;border-radius:6px;border:1px solid var(--line)}
        svg text{fill:var(--soft);font:11px system-ui,sans-serif}
        svg .guest{fill:var(--guest)}svg .root{fill:var(--root)}svg .axis{stroke:var(--line)}svg .fail{fill:var(--bad)}svg .link{fill:var(--guest);opacity:.16}
        .tools{display:flex;gap:1rem;align-items:center;flex-wrap:wrap;margin:.4rem 0 .6rem;font-size:14px}
        input[type=search],select{font:inherit;color:inherit;background:var(--bg);border:1px solid var(--line);border-radius:6px;padding:.2rem .5rem}
        footer{max-width:76rem;margin:3rem auto 2rem;padding:0 1.5rem;color:var(--soft);font-size:13px}
        @media print{nav,.tools{display:none}pre{max-height:none}}
        """;

    /// <summary>Filters of the two long tables. Without it everything is shown.</summary>
    public const string Script = """
        'use strict';
        (() => {
          const events = document.getElementById('events');
          if (events) {
            const kind = document.getElementById('event-kind'), word = document.getElementById('event-word'), shown = document.getElementById('event-shown');
            const rows = [...events.tBodies[0].rows];
            const apply = () => {
              const text = word.value.toLowerCase();
              let count = 0;
              for (const row of rows) {
                const fits = (!kind.value || row.dataset.kind === kind.value) && (!text || row.textContent.toLowerCase().includes(text));
                row.hidden = !fits;
                if (fits) count++;
              }
              shown.textContent = count + ' shown';
            };
            kind.addEventListener('change', apply);
            word.addEventListener('input', apply);
            apply();
          }
          for (const tools of document.querySelectorAll('.vmcs-tools')) {
            const [word, changed] = tools.querySelectorAll('input');
            const rows = [...tools.parentElement.querySelectorAll('tr.field')];
            const apply = () => {
              const text = word.value.toLowerCase();
              for (const row of rows)
                row.hidden = changed.checked && !row.classList.contains('changed') || text && !row.textContent.toLowerCase().includes(text);
            };
            word.addEventListener('input', apply);
            changed.addEventListener('change', apply);
          }
          document.documentElement.dataset.ready = 'yes';
        })();
        """;
}

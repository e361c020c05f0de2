/**
 * Looks of the table, for its own root. Colours are the editor's; where there is no editor, those of its light and dark
 * themes. The contrast borders exist only in the editor's two high-contrast kinds.
 */
export const gridStyles = `
.grid{color-scheme:inherit;container-type:inline-size;position:relative;text-align:left;
--fg:var(--vscode-foreground,light-dark(#3b3b3b,#cccccc));--bg:var(--vscode-editor-background,light-dark(#ffffff,#1f1f1f));
--dim:var(--vscode-descriptionForeground,light-dark(#616161,#9d9d9d));
--line:var(--vscode-contrastBorder,var(--vscode-editorWidget-border,light-dark(#d8d8d8,#3c3c3c)));
--rule:color-mix(in srgb,var(--fg) 11%,transparent);--head:color-mix(in srgb,var(--fg) 4%,var(--bg));
--hover:color-mix(in srgb,var(--fg) 6%,var(--bg));--focus:var(--vscode-contrastActiveBorder,var(--vscode-focusBorder,light-dark(#005fb8,#0078d4)));
--chosen:var(--vscode-editor-selectionBackground,light-dark(#add6ff,#264f78));--chosen-fg:var(--vscode-editor-selectionForeground,var(--fg));
--accent:var(--vscode-textLink-foreground,light-dark(#005fb8,#4daafc));--bad:var(--vscode-errorForeground,light-dark(#b3202d,#f48771));
--bar:var(--vscode-charts-blue,light-dark(#1a85ff,#3794ff));
--mono:var(--vscode-editor-font-family,ui-monospace,Menlo,Consolas,"D2Coding",monospace);
font:13px/1.4 var(--vscode-font-family,system-ui,-apple-system,"Segoe UI","Noto Sans KR","Noto Sans CJK KR",sans-serif);color:var(--fg);font-variant-numeric:tabular-nums}
.grid *,.grid *::before{box-sizing:border-box}
.grid :focus-visible{outline:1px solid var(--focus);outline-offset:-1px}
.grid button,.grid input,.grid select{font:inherit;color:inherit}
.grid .icon{display:block;flex:none}

.grid .main{display:flex;border:1px solid var(--line);border-radius:4px;overflow:hidden;background:var(--bg)}
.grid .main.with-panel{min-height:280px}
.grid .scroll{flex:1 1 0;min-width:0;align-self:flex-start;overflow:auto;position:relative;overscroll-behavior:auto;user-select:none;-webkit-user-select:none;cursor:default;
scrollbar-color:var(--vscode-scrollbarSlider-background,light-dark(#64646466,#79797966)) transparent;background:var(--bg)}
.grid .scroll.tall{min-height:118px}
.grid .height{height:7px;cursor:row-resize;touch-action:none;border-radius:3px}
.grid .height::before{content:"";display:block;width:32px;height:3px;margin:0 auto;position:relative;top:2px;border-radius:2px;background:var(--line)}
.grid .height:is(:hover,:active,:focus-visible)::before{background:var(--focus)}
.grid .with-panel .scroll{min-height:280px}
.grid .scroll[aria-busy=true] .body{opacity:.55}

.grid .head{position:sticky;top:0;z-index:3;background:var(--head);min-width:100%;box-shadow:inset 0 -1px var(--line)}
.grid .heading,.grid .cell{position:absolute;padding:0 10px;overflow:hidden;white-space:pre;text-overflow:ellipsis;unicode-bidi:isolate}
.grid .heading{top:0;height:calc(100% - 1px);padding:4px 10px 0;cursor:pointer;line-height:18px}
.grid .heading:hover{background:var(--hover)}
.grid .heading.chosen{background:var(--chosen);color:var(--chosen-fg)}
.grid .heading.chosen .type{color:inherit}
.grid .name{display:flex;align-items:center;gap:2px;min-width:0}
.grid .name b{font-weight:600;overflow:hidden;text-overflow:ellipsis;min-width:0}
.grid .name small{font-size:10px;color:var(--accent)}
.grid .order{color:var(--accent);flex:none}
.grid .order .icon{width:14px;height:14px}
.grid .type{display:block;font-size:11px;line-height:15px;color:var(--dim);overflow:hidden;text-overflow:ellipsis}
.grid .numeric{text-align:right}
.grid .numeric .name{justify-content:flex-end}
.grid .menu-button{position:absolute;top:3px;right:6px;width:20px;height:20px;padding:2px;border-radius:4px;color:var(--dim);background:var(--hover);opacity:0}
.grid .numeric .menu-button{right:auto;left:4px}
.grid .heading:hover .menu-button,.grid .scroll:focus-within .heading.active .menu-button{opacity:1}
.grid .menu-button:hover{color:var(--fg);background:color-mix(in srgb,var(--fg) 14%,var(--bg))}
.grid .edge{position:absolute;top:0;right:0;width:7px;height:100%;cursor:col-resize;touch-action:none}
.grid .edge::before{content:"";position:absolute;right:0;top:10px;bottom:10px;width:1px;background:var(--line)}
.grid .edge:hover::before,.grid .edge:active::before{top:0;bottom:0;width:3px;background:var(--focus)}

.grid .unseen{position:absolute;width:1px;height:1px;overflow:hidden;clip-path:inset(50%);white-space:nowrap}
.grid .body{position:relative;min-width:100%}
.grid .row{position:absolute;left:0;width:100%;height:24px;line-height:23px;border-bottom:1px solid var(--rule)}
.grid .row:hover{background:var(--hover)}
.grid .row.away{opacity:0;pointer-events:none}
.grid .cell{top:0;height:23px}
.grid .number{position:sticky;left:0;z-index:2;height:100%;padding:0 8px 0 4px;text-align:right;font-size:11px;color:var(--dim);background:var(--head);box-shadow:inset -1px 0 var(--rule)}
.grid .corner{cursor:pointer;box-shadow:inset -1px 0 var(--rule),inset 0 -1px var(--line)}
.grid .many .cell.chosen{background:var(--chosen);color:var(--chosen-fg)}
.grid .scroll:focus-within .active{outline:2px solid var(--focus);outline-offset:-2px;border-radius:2px}
.grid .cell.null,.grid .null{color:color-mix(in srgb,var(--fg) 80%,var(--bg));font-style:italic}
.grid .many .cell.null.chosen{color:var(--chosen-fg)}
.grid .cell.nested{font-family:var(--mono);font-size:12px}
.grid .cell.coming i{display:block;margin:8px 0;height:8px;width:min(70%,80px);border-radius:4px;background:var(--rule)}
.grid .numeric.coming i{margin-left:auto}

.grid .panel{flex:0 0 min(400px,48%);contain:size;display:flex;flex-direction:column;border-left:1px solid var(--line);background:var(--bg)}
.grid .panel header{display:flex;align-items:center;gap:4px;padding:3px 6px 3px 12px;min-height:42px;background:var(--head);box-shadow:inset 0 -1px var(--line)}
.grid .panel .title{flex:1;min-width:0;line-height:17px}
.grid .panel .title>*{display:block;overflow:hidden;text-overflow:ellipsis;white-space:nowrap}
.grid .panel .title small{font-size:11px;color:var(--dim)}
.grid .panel .content{flex:1;min-height:0;overflow:auto;padding:10px 12px;overflow-wrap:anywhere;scrollbar-color:var(--vscode-scrollbarSlider-background,light-dark(#64646466,#79797966)) transparent}
.grid .panel p{margin:0 0 8px}
.grid .panel pre{margin:0;font:12px/1.5 var(--mono);white-space:pre-wrap;overflow-wrap:anywhere}
.grid .dim,.grid small{color:var(--dim)}
.grid .bad{color:var(--bad)}
.grid .tree{list-style:none;margin:0;padding:0;font:12px/1.6 var(--mono)}
.grid .tree .tree{padding-left:16px;border-left:1px solid var(--rule);margin-left:4px}
.grid .tree .key{color:var(--dim)}
.grid .tree .leaf{white-space:pre-wrap}
.grid .tree summary{cursor:pointer}
.grid dl{display:grid;grid-template-columns:auto 1fr;gap:2px 14px;margin:0 0 12px}
.grid dt{color:var(--dim)}
.grid dd{margin:0;text-align:right;overflow-wrap:anywhere}
.grid .panel .caption{margin:0 0 6px;font-size:12px;font-weight:600}
.grid .bars{list-style:none;margin:0;padding:0;font-size:12px}
.grid .bars li{display:grid;grid-template-columns:minmax(60px,38%) 1fr auto;gap:8px;align-items:center;line-height:20px}
.grid .bars .label{overflow:hidden;text-overflow:ellipsis;white-space:nowrap}
.grid .bar i{display:block;height:10px;min-width:1px;border-radius:2px;background:var(--bar);border:1px solid var(--vscode-contrastBorder,transparent)}
.grid .count{text-align:right}

.grid .chips{display:flex;flex-wrap:wrap;gap:6px;align-items:center;margin-bottom:6px}
.grid .chip{display:inline-flex;max-width:100%;border:1px solid var(--line);border-radius:4px;background:var(--head)}
.grid .chip button{border:0;background:none;padding:2px 6px;cursor:pointer;border-radius:3px;overflow:hidden;text-overflow:ellipsis;white-space:nowrap}
.grid .chip button+button{padding:3px;flex:none}
.grid .chip button:hover{background:var(--hover)}
.grid .quiet{border:0;background:none;padding:2px 7px;border-radius:4px;cursor:pointer;display:inline-flex;align-items:center;gap:1px;white-space:nowrap}
.grid .quiet:hover{background:var(--vscode-toolbar-hoverBackground,var(--hover));outline:1px dashed var(--vscode-contrastActiveBorder,transparent);outline-offset:-1px}
.grid .quiet[aria-pressed=true]{background:color-mix(in srgb,var(--fg) 14%,transparent)}
.grid [aria-disabled=true]{color:var(--vscode-disabledForeground,var(--dim));cursor:default}

.grid .footer{font-size:12px;color:var(--dim)}
.grid .line{display:flex;flex-wrap:wrap;align-items:center;gap:2px 12px;min-height:28px;padding:3px 2px 0}
.grid .line .buttons{display:flex;flex-wrap:wrap;margin-left:auto}
.grid .line .quiet{color:var(--fg)}
.grid .line .quiet[aria-disabled=true]{color:var(--vscode-disabledForeground,var(--dim))}
.grid .note{color:var(--fg)}
.grid .go-to{width:150px;padding:1px 6px}
.grid .work,.grid .trouble{display:flex;flex-wrap:wrap;align-items:center;gap:2px 8px;padding-top:6px;color:var(--fg)}
.grid .trouble span{color:var(--bad);min-width:0}
.grid .work progress{width:120px;height:3px;appearance:none;border:0;background:var(--rule);accent-color:var(--bar);overflow:hidden;border-radius:2px}
.grid .work progress::-webkit-progress-bar{background:var(--rule)}
.grid .work progress::-webkit-progress-value{background:var(--vscode-progressBar-background,var(--bar))}
.grid .work progress:indeterminate{background:linear-gradient(90deg,var(--rule) 30%,var(--vscode-progressBar-background,var(--bar)) 50%,var(--rule) 70%) 0 0/200% 100%;animation:grid-work 1.6s linear infinite}
.grid .work progress:indeterminate::-webkit-progress-bar{background:none}
@keyframes grid-work{from{background-position:200% 0}to{background-position:0 0}}
@media (prefers-reduced-motion:reduce){.grid .work progress:indeterminate{animation:none}}

.grid .popover{position:fixed;inset:auto;margin:0;padding:4px;min-width:210px;max-width:min(360px,90vw);border-radius:6px;font-size:13px;
color:var(--vscode-menu-foreground,var(--fg));background:var(--vscode-menu-background,var(--bg));border:1px solid var(--vscode-menu-border,var(--line));box-shadow:0 2px 8px var(--vscode-widget-shadow,#0004)}
.grid .popover.menu button{display:flex;flex-wrap:wrap;align-items:baseline;gap:0 8px;width:100%;padding:3px 10px 3px 4px;border:0;border-radius:4px;background:none;text-align:left;cursor:pointer}
.grid .popover.menu .check{width:14px;flex:none;text-align:center}
.grid .popover.menu small{margin-left:auto;color:inherit;opacity:.8;font-size:11px}
.grid .popover.menu button:is(:hover,:focus){color:var(--vscode-menu-selectionForeground,light-dark(#fff,#fff));background:var(--vscode-menu-selectionBackground,light-dark(#005fb8,#0078d4));outline:1px solid var(--vscode-menu-selectionBorder,transparent);outline-offset:-1px}
.grid .popover.menu button:is(:hover,:focus) small{opacity:1}
.grid .popover hr{border:0;border-top:1px solid var(--vscode-menu-separatorBackground,var(--line));margin:4px 0}
.grid .popover.dialog{padding:12px}
.grid form{display:grid;gap:8px}
.grid form b{overflow-wrap:anywhere}
.grid :is(input,select){padding:3px 6px;border-radius:2px;color:var(--vscode-input-foreground,var(--fg));background:var(--vscode-input-background,var(--bg));border:1px solid var(--vscode-input-border,var(--line))}
.grid ::placeholder{color:var(--vscode-input-placeholderForeground,var(--dim))}
.grid form .buttons{display:flex;gap:8px}
.grid form .buttons button{padding:4px 12px;border:1px solid var(--vscode-contrastBorder,var(--vscode-button-border,transparent));border-radius:2px;cursor:pointer;color:var(--vscode-button-secondaryForeground,var(--fg));background:var(--vscode-button-secondaryBackground,var(--hover))}
.grid form .buttons .primary{color:var(--vscode-button-foreground,#fff);background:var(--vscode-button-background,#005fb8)}
.grid form .buttons .primary:disabled{opacity:.5;cursor:default}

@container (max-width:560px){
.grid .main.with-panel{flex-direction:column}
.grid .with-panel .scroll{align-self:stretch;flex:none;min-height:0}
.grid .panel{contain:none;flex:none;max-height:320px;border-left:0;border-top:1px solid var(--line)}
}
`;

namespace ServicePing.Pages;

/// <summary>A part of a page: writes itself where it is put.</summary>
internal delegate void Content(HtmlWriter html);

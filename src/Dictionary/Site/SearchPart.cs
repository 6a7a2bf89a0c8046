using ServicePing.Pages;

namespace ServicePing.Dictionary;

/// <summary>Where the search goes; it is not seen where there is no script.</summary>
internal static class SearchPart
{
    internal static void Write(HtmlWriter html, Place place)
    {
        string root = place.ToFile("");
        html.Write($"""
            <div data-search="{root}" data-needs-script hidden>
            <form class="find" role="search"><label class="sr" for="q">Find a metric or an event</label><input type="search" id="q" name="q"
             placeholder="Words, or table:issues owner:planning -status:broken" autocomplete="off" spellcheck="false"
             aria-describedby="search-help"></form>
            <p class="says" id="search-help">A minus before a word or prefix leaves out what has it. Prefixes: <span data-prefixes></span></p>
            <p class="hidden-count" role="status" aria-live="polite" data-status></p>
            <div class="results"><details class="facets-side"><summary>Narrow what is found</summary><div data-facets></div></details><div data-hits></div></div>
            </div>

            """);
    }

    /// <summary>The search of the first page, which leads to the list.</summary>
    internal static void WriteDoor(HtmlWriter html, Place place)
    {
        string list = place.To("metrics/");
        html.Write($"""
            <form class="find" role="search" method="get" action="{list:url}" data-needs-script hidden><label class="sr" for="q">Find a metric or an
             event</label><input type="search" id="q" name="q" placeholder="Find a metric or an event" autocomplete="off" spellcheck="false"><button
             type="submit" class="button primary">Find</button></form>

            """);
    }
}

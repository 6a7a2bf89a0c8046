using System.Globalization;
using ServicePing.Runtime.KnownEvents;

namespace ServicePing.Tests;

public sealed class KnownEventKeyTests
{
    [Theory]
    [InlineData("project_action", null, "daily", "2020-08-03", "2020-216-{project_action}")]
    [InlineData("wiki_action", null, "daily", "2021-01-01", "2020-001-{wiki_action}")]
    [InlineData("i_source_code_code_intelligence", "source_code", "daily", "2020-12-31", "2020-366-i_{source_code}_code_intelligence")]
    [InlineData("g_edit_by_web_ide", "edit", "daily", "2021-06-15", "2021-166-g_{edit}_by_web_ide")]
    [InlineData("g_edit_by_web_ide", "edit", "daily", "2024-12-30", "2025-365-g_{edit}_by_web_ide")]
    [InlineData("users_creating_epics", "users", "weekly", "2020-08-20", "{users}_creating_epics-2020-34")]
    [InlineData("g_compliance_dashboard", "compliance", "weekly", "2020-06-03", "g_{compliance}_dashboard-2020-23")]
    [InlineData("g_compliance_dashboard", "compliance", "weekly", "2021-01-03", "g_{compliance}_dashboard-2020-53")]
    [InlineData("g_compliance_dashboard", "compliance", "weekly", "2021-01-04", "g_{compliance}_dashboard-2021-01")]
    [InlineData("i_ci_secrets_management_vault_build_created", "ci_secrets_management", "weekly", "2024-12-30",
        "i_{ci_secrets_management}_vault_build_created-2025-01")]
    public void A_key_is_as_it_ever_was(string name, string? slot, string aggregation, string day, string expected)
    {
        KnownEvent known = Known(name, aggregation, slot);

        Assert.Equal(expected, KnownEventKey.Of(known, Day(day)));
        Assert.Equal("default_" + expected, KnownEventKey.Of(known, Day(day), "default"));
        Assert.True(KnownEventKey.IsValid(expected));
        Assert.True(KnownEventKey.IsValid("default_" + expected));
    }

    [Theory]
    [InlineData("default_g_{analytics}_contribution-2020-23", true)]
    [InlineData("default_2020-153-{x}", true)]
    [InlineData("{hll_counters}_a-filter:[label:npm,property:b]-user-2020-23", true)]
    [InlineData("{}", true)]
    [InlineData("no_tag-2020-23", false)]
    [InlineData("{two}_{tags}-2020-23", false)]
    [InlineData("{a b}-2020-23", false)]
    [InlineData("{a}-filter:[label:a b]", false)]
    [InlineData("{a}-filter:[label:a.b]", false)]
    [InlineData("{a}-filter:[label:a/b]", false)]
    [InlineData("{ä}", false)]
    [InlineData("{a}\n", false)]
    [InlineData("[x]{a}", false)]
    public void A_key_has_exactly_one_tag_and_plain_letters(string key, bool isValid) => Assert.Equal(isValid, KnownEventKey.IsValid(key));

    [Fact]
    public void A_slot_that_the_name_has_not_or_twice_makes_no_valid_key()
    {
        Assert.False(KnownEventKey.IsValid(KnownEventKey.Of(Known("action", "weekly", "other"), Day("2020-08-20"))));
        string twice = KnownEventKey.Of(Known("a_edit_b_edit", "weekly", "edit"), Day("2020-08-20"));
        Assert.Equal("a_{edit}_b_{edit}-2020-34", twice);
        Assert.False(KnownEventKey.IsValid(twice));
    }

    [Theory]
    [InlineData("2020-12-21", "2020-12-21", "")]
    [InlineData("2020-12-21", "2020-12-28", "2020-52")]
    [InlineData("2020-12-27", "2021-01-01", "2020-52")]
    [InlineData("2020-12-26", "2021-01-04", "2020-52 2020-53")]
    [InlineData("2020-12-26", "2021-01-11", "2020-52 2020-53 2021-01")]
    [InlineData("2020-12-26", "2021-01-17", "2020-52 2020-53 2021-01")]
    [InlineData("2020-12-26", "2021-01-18", "2020-52 2020-53 2021-01 2021-02")]
    [InlineData("2021-01-18", "2020-12-26", "")]
    public void Weekly_keys_are_those_of_the_weeks_that_are_complete(string start, string end, string weeks)
    {
        KnownEvent search = Known("i_search_total", "weekly", "search");

        Assert.Equal(
            weeks.Split(' ', StringSplitOptions.RemoveEmptyEntries).Select(week => "i_{search}_total-" + week),
            KnownEventKey.Between([search], Day(start), Day(end)));
    }

    [Fact]
    public void Windows_of_a_Wednesday_are_the_documented_weeks_and_days()
    {
        DateTimeOffset recordedAt = new(2021, 6, 16, 23, 59, 59, TimeSpan.Zero);
        Assert.Equal(["{w}-2021-23"], Keys("weekly", TimeFrame.SevenDays));
        Assert.Equal(["{w}-2021-20", "{w}-2021-21", "{w}-2021-22", "{w}-2021-23"], Keys("weekly", TimeFrame.TwentyEightDays));
        Assert.Equal(Enumerable.Range(160, 8).Select(day => $"2021-{day}-{{w}}"), Keys("daily", TimeFrame.SevenDays));
        Assert.Equal(Enumerable.Range(139, 29).Select(day => $"2021-{day}-{{w}}"), Keys("daily", TimeFrame.TwentyEightDays));

        IEnumerable<string> Keys(string aggregation, TimeFrame timeFrame)
        {
            (DateOnly start, DateOnly end) = KnownEventKey.Window(timeFrame, recordedAt);
            return KnownEventKey.Between([Known("w", aggregation)], start, end);
        }
    }

    [Fact]
    public void Several_events_have_a_key_each_for_each_day_or_week()
    {
        KnownEvent[] daily = [Known("edit_a", "daily", "edit"), Known("edit_b", "daily", "edit")];
        Assert.Equal(
            ["ultimate_2020-366-{edit}_a", "ultimate_2020-366-{edit}_b", "ultimate_2020-001-{edit}_a", "ultimate_2020-001-{edit}_b"],
            KnownEventKey.Between(daily, Day("2020-12-31"), Day("2021-01-01"), "ultimate"));
        Assert.Empty(KnownEventKey.Between(daily, Day("2020-12-31"), Day("2020-12-30")));
        Assert.Empty(KnownEventKey.Between([], Day("2020-12-31"), Day("2021-01-01")));
    }

    [Theory]
    [InlineData("daily", null, 29)]
    [InlineData("weekly", null, 42)]
    [InlineData("weekly", 84, 84)]
    [InlineData("daily", 3, 3)]
    public void A_counter_lives_as_long_as_documented(string aggregation, int? expiry, int days) =>
        Assert.Equal(TimeSpan.FromDays(days), (Known("x", aggregation) with { ExpiryDays = expiry }).Expiry);

    [Theory]
    [InlineData("compliance", true, "compliance weekly", "compliance weekly")]
    [InlineData("ide_edit", true, "edit daily", "edit daily")]
    [InlineData("source_code", false, " daily", "source_code daily")]
    [InlineData("slots", false, "a daily", "b daily")]
    [InlineData("no_slot", false, " daily", " daily")]
    [InlineData("mixed", false, "a daily", "a weekly")]
    [InlineData("terraform", false, "terraform weekly")]
    public void A_category_has_a_total_where_its_events_go_together(string category, bool hasTotal, params string[] events) =>
        Assert.Equal(hasTotal, KnownEvent.HaveTotal([.. events.Select((one, i) => one.Split(' ')).Select((parts, i) =>
            Known($"e{i}", parts[1], parts[0]) with { Category = category })]));

    /// <summary>Every day of 130 years against the definition of ISO 8601: a week belongs to the year of its Thursday.</summary>
    [Fact]
    public void Weeks_and_days_of_many_years_are_those_of_the_standard()
    {
        for (DateOnly day = Day("1999-12-20"); day < Day("2130-01-20"); day = day.AddDays(1))
        {
            DateOnly thursday = day.AddDays(3 - (((int)day.DayOfWeek + 6) % 7));
            int week = (thursday.DayNumber - new DateOnly(thursday.Year, 1, 1).DayNumber) / 7 + 1;
            string year = thursday.Year.ToString("D4", CultureInfo.InvariantCulture);
            int ofYear = day.DayNumber - new DateOnly(day.Year, 1, 1).DayNumber + 1;

            Assert.Equal($"{{x}}-{year}-{week:D2}", KnownEventKey.Of(Known("x", "weekly"), day));
            Assert.Equal($"{year}-{ofYear:D3}-{{x}}", KnownEventKey.Of(Known("x", "daily"), day));

            DateOnly monday = thursday.AddDays(-3);
            Assert.Equal(
                [.. Enumerable.Range(1, 4).Reverse().Select(back => KnownEventKey.Of(Known("x", "weekly"), monday.AddDays(-7 * back)))],
                KnownEventKey.Between([Known("x", "weekly")], day.AddDays(-28), day));
        }
    }

    private static KnownEvent Known(string name, string aggregation, string? slot = null) =>
        new(name, aggregation == "daily" ? EventAggregation.Daily : EventAggregation.Weekly) { Slot = slot };

    private static DateOnly Day(string day) => DateOnly.Parse(day, CultureInfo.InvariantCulture);
}

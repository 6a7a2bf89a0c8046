using ServicePing.Runtime.Events.Spooling;

namespace ServicePing.Runtime.Events;

internal sealed partial class CounterFlusher
{
    /// <summary>Drains what was tracked into the spool as well, whatever the store does.</summary>
    internal void DrainToSpool()
    {
        // A disk that is slow is not waited for by one timer after the other.
        if (!_draining.TryEnter())
        {
            return;
        }

        try
        {
            Drain();
        }
        catch (Exception exception)
        {
            // On a timer's thread, whatever it is would end the process.
            LogBroken(exception);
        }
        finally
        {
            _draining.Exit();
        }
    }

    private void Keep(Spool into, FlushDraft more)
    {
        int before = _draft.Size;
        _draft.Merge(more.Writes, more.Moves);
        budget?.Take(_draft.Size - before);
        into.Keep(
            at => new SpoolRecord.Tracked(_number + 1, at, more.Writes, more.Moves),
            at =>
            [
                .. _unsettled is { } unsettled ? new[] { new SpoolRecord.Tracked(_number, at, unsettled.Writes, unsettled.Moves) } : [],
                new SpoolRecord.Tracked(_number + 1, at, _draft.Writes, _draft.Moves),
            ]);
    }

    /// <summary>Writes what processes have left that were killed, under the ids under which they may have written it already.</summary>
    private async Task RecoverAsync(Spool into)
    {
        foreach (AdoptedSpool found in into.Adopt())
        {
            _adopted.Enqueue(found);
        }

        while (_adopted.TryPeek(out AdoptedSpool? adopted))
        {
            FlushDraft draft = new();
            if (adopted.Groups.TryPeek(out SpoolGroup? group))
            {
                foreach (SpoolRecord.Tracked record in group.Records)
                {
                    draft.Merge(record.Writes, record.Moves);
                }

                draft.Seal(adopted.File.Writer, group.Flush);
                if (!await TryWriteAsync(draft).ConfigureAwait(false))
                {
                    return;
                }

                Interlocked.Add(ref _recovered, draft.AllMoves);
            }

            if (!into.Settle(adopted, draft.AllMoves))
            {
                _adopted.Dequeue();
            }

            if (group is not null)
            {
                store.Settle(draft.Flush);
            }
        }
    }
}

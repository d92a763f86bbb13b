// Generated from the OpenAPI document by `npm run generate`; do not edit.

export type Paths = {
  '/health/live': {
    get: ReadLiveness;
  };
  '/health/started': {
    get: ReadStartup;
  };
  '/health/ready': {
    get: ReadReadiness;
  };
  '/problems/{name}': {
    get: ReadProblem;
  };
  '/projections': {
    get: ListProjections;
  };
  '/projections/{name}': {
    get: ReadProjection;
  };
  '/projections/{name}/rebuilds': {
    post: RebuildProjection;
  };
  '/projections/{name}/verifications': {
    post: VerifyProjection;
  };
  '/projections/{name}/swaps': {
    post: SwapProjection;
  };
  '/projections/{name}/rollbacks': {
    post: RollBackProjection;
  };
  '/projections/{name}/operations': {
    get: ListProjectionOperations;
  };
  '/projections/{name}/operations/{id}': {
    get: ReadProjectionOperation;
    delete: CancelProjectionOperation;
  };
  '/projections/{name}/pause': {
    post: PauseProjection;
  };
  '/projections/{name}/resume': {
    post: ResumeProjection;
  };
  '/projections/{name}/generations': {
    delete: DropProjectionGenerations;
  };
  '/projections/{name}/operations/{id}/events': {
    get: FollowProjectionOperation;
  };
  '/orders': {
    post: PlaceOrder;
    get: ListOrders;
  };
  '/orders/{orderId}': {
    get: ReadOrder;
  };
  '/orders/{orderId}/timeline': {
    get: ReadTimeline;
  };
  '/orders/{orderId}/cancellation': {
    post: CancelOrder;
  };
  '/orders/{orderId}/returns': {
    post: ReturnOrder;
  };
  '/orders/{orderId}/views': {
    get: ReadOrderViews;
  };
  '/products': {
    get: ListProducts;
  };
  '/products/{sku}': {
    put: PutProduct;
    get: ReadProduct;
    delete: WithdrawProduct;
  };
  '/stock': {
    get: ListStock;
  };
  '/stock/{sku}/receipts': {
    post: ReceiveStock;
  };
  '/stock/{sku}/counts': {
    post: CountStock;
  };
  '/stock/{sku}/write-offs': {
    post: WriteOffStock;
  };
  '/stock/{sku}': {
    get: ReadStock;
  };
  '/customers': {
    post: RegisterCustomer;
  };
  '/customers/{customerId}': {
    put: PutCustomer;
    get: ReadCustomer;
    delete: EraseCustomer;
  };
  '/customers/{customerId}/orders': {
    get: ReadCustomerOrders;
  };
  '/loyalty-accounts/{customerId}': {
    get: ReadLoyaltyAccount;
  };
  '/shipments': {
    get: ListShipments;
  };
  '/shipments/{orderId}': {
    get: ReadShipment;
  };
  '/shipments/{orderId}/packing': {
    post: PackShipment;
  };
  '/shipments/{orderId}/dispatch': {
    post: DispatchShipment;
  };
  '/shipments/{orderId}/delivery': {
    post: DeliverShipment;
  };
  '/shipments/{orderId}/failure': {
    post: FailShipment;
  };
  '/shipments/{orderId}/return': {
    post: ReturnShipment;
  };
  '/warehouse/worklist': {
    get: ReadWorklist;
  };
  '/reports/daily-sales': {
    get: ReadDailySales;
  };
  '/reports/best-sellers': {
    get: ReadBestSellers;
  };
  '/flow/stuck': {
    get: ReadStuckOrders;
  };
  '/flow/stuck/count': {
    get: CountStuckOrders;
  };
  '/flow/steps': {
    get: ReadFlowSteps;
  };
  '/flow/states': {
    get: ReadFlowStates;
  };
  '/flow/laws': {
    get: ReadLaws;
  };
  '/flow/orders': {
    get: ListOrderProgress;
  };
  '/requests/{requestId}': {
    get: ReadRequest;
  };
  '/webhooks': {
    post: SubscribeWebhook;
    get: ListWebhooks;
  };
  '/webhooks/{subscriptionId}': {
    put: ChangeWebhook;
    delete: RemoveWebhook;
    get: ReadWebhook;
  };
  '/webhooks/{subscriptionId}/pause': {
    post: PauseWebhook;
  };
  '/webhooks/{subscriptionId}/resume': {
    post: ResumeWebhook;
  };
  '/webhooks/{subscriptionId}/secret': {
    post: RotateWebhookSecret;
  };
  '/webhooks/{subscriptionId}/deliveries': {
    get: ListWebhookDeliveries;
  };
  '/holidays': {
    post: BookHoliday;
    get: ListHolidays;
  };
  '/holidays/{holidayId}/cancellation': {
    post: CancelHoliday;
  };
  '/holidays/{holidayId}': {
    get: ReadHoliday;
  };
  '/holidays/{holidayId}/log': {
    get: ReadHolidayLog;
  };
  '/welcome-packs': {
    get: ListWelcomePacks;
  };
  '/welcome-packs/{customerId}': {
    get: ReadWelcomePack;
  };
  '/welcome-packs/{customerId}/sent': {
    post: SendWelcomePack;
  };
  '/welcome-packs/{customerId}/failed': {
    post: FailWelcomePack;
  };
  '/welcome-packs/{customerId}/restocked': {
    post: RestockWelcomePack;
  };
  '/enrolments': {
    get: ListEnrolments;
  };
  '/enrolments/{customerId}': {
    get: ReadEnrolment;
  };
  '/instruments/{instrumentId}/quotes': {
    post: QuoteInstrument;
  };
  '/positions/{positionId}': {
    put: PutPosition;
    delete: RemovePosition;
    get: ReadPosition;
  };
  '/instruments/{instrumentId}': {
    get: ReadInstrument;
  };
  '/positions': {
    get: ListPositions;
  };
  '/portfolios/{portfolioId}': {
    get: ReadPortfolio;
  };
  '/topics': {
    get: ListTopics;
  };
  '/topics/{name}': {
    get: ReadTopic;
  };
  '/topics/{name}/records': {
    get: ReadRecords;
    post: PublishRequest;
  };
  '/topics/{name}/schema-ids': {
    get: ReadSchemaIds;
  };
  '/topics/{name}/events': {
    get: FollowTopic;
  };
  '/feeds/{topic}': {
    get: ReadFeed;
  };
  '/feeds/{topic}/{partition}': {
    get: ReadPartitionFeed;
  };
  '/feeds/{topic}/{partition}/pages/{page}': {
    get: ReadFeedPage;
  };
  '/schemas': {
    get: ListSchemas;
  };
  '/schemas/{subject}/versions/{version}': {
    get: ReadSchemaVersion;
  };
  '/topology': {
    get: ReadTopology;
  };
  '/orders/{orderId}/events': {
    get: FollowOrder;
  };
  '/orders/{orderId}/trail': {
    get: ReadOrderTrail;
  };
  '/hospital': {
    get: ReadHospital;
  };
  '/hospital/cases': {
    get: ListCases;
  };
  '/hospital/keys': {
    get: ListParkedKeys;
  };
  '/hospital/cases/{caseId}': {
    get: ReadCase;
  };
  '/hospital/cases/{caseId}/retry': {
    post: RetryCase;
  };
  '/hospital/cases/{caseId}/discard': {
    post: DiscardCase;
  };
  '/hospital/cases/{caseId}/edit': {
    post: EditCase;
  };
  '/hospital/keys/{key}/retry': {
    post: RetryKey;
  };
  '/hospital/groups/{group}/retry': {
    post: RetryGroup;
  };
  '/streams/{name}/pause': {
    post: PauseStream;
  };
  '/streams/{name}/resume': {
    post: ResumeStream;
  };
  '/hospital/operations/{operationId}': {
    get: ReadHospitalOperation;
  };
  '/hospital/operations/{operationId}/result': {
    get: ReadTreatmentResult;
  };
  '/streams': {
    get: ListStreams;
  };
  '/hospital/cases/{caseId}/content': {
    get: ReadCaseContent;
  };
  '/hospital/cases/{caseId}/dry-run': {
    post: TryCase;
  };
  '/hospital/keys/{key}/dry-run': {
    post: TryKey;
  };
  '/hospital/groups/{group}/dry-run': {
    post: TryGroup;
  };
  '/streams/{name}/facts/{key}': {
    get: ReadFact;
  };
  '/streams/{name}/facts/{key}/repair': {
    post: RepairFact;
  };
  '/orders/{orderId}/cases': {
    get: ReadOrderCases;
  };
  '/customers/{customerId}/erasure': {
    post: CertifyErasure;
    get: ReadErasure;
  };
  '/schemas/{subject}/compatibility': {
    post: CheckSchema;
  };
};

/** Whether this process answers. Asks nobody else. Restart the process where it does not answer. */
export type ReadLiveness = {
  responses: {
    200: {
      headers: Record<string, unknown>;
      content: {
        'application/json': {
          status?: 'live';
        };
      };
    };
  };
};

/** Whether it has begun its work. Tells that the program is up and has begun; until then, a probe of liveness is too early. */
export type ReadStartup = {
  responses: {
    200: {
      headers: Record<string, unknown>;
      content: {
        'application/json': {
          status?: 'started';
        };
      };
    };
    503: NotReady;
  };
};

/** Whether it can do its work. Asks Kafka, the registry and Postgres. Send it no requests where it is not ready; degraded: it works, and a person has to see to something. */
export type ReadReadiness = {
  responses: {
    200: {
      headers: Record<string, unknown>;
      content: {
        'application/json': {
          status?: 'ready' | 'degraded';
          /** What each server answered. */
          servers?: Record<string, unknown>;
          /** What a person has to see to meanwhile. */
          degraded?: string[];
        };
      };
    };
    503: NotReady2;
  };
};

/** What a problem means, and what to do about it. What the type of a problem points to: its meaning and its remedy, in words that stay. */
export type ReadProblem = {
  parameters: {
    path: {
      /** The last part of the problem’s type. */
      name: string;
    };
  };
  responses: {
    200: {
      headers: Record<string, unknown>;
      content: {
        'application/json': {
          type?: string;
          title?: string;
          status?: number;
          code?: string;
          meaning?: string;
          remedy?: string;
        };
      };
    };
    400: InputInvalid;
    404: NotFound;
    429: RateLimited;
    431: HeadersTooLarge;
    500: Internal;
    503: Unavailable;
  };
};

/** How every read model stands. Of each: its generations, how far it has read, what it stands behind by, and what is being done with it. */
export type ListProjections = {
  responses: {
    200: {
      headers: Record<string, unknown>;
      content: {
        'application/json': {
          items: ({
            name: string;
            /** Nothing is applied until it is resumed. Null: it is not paused. */
            paused: {
              /** Since when. */
              at: string;
              reason: string | null;
            } | null;
            /** Fillings of its tables: which one readers ask, which are kept beside it. */
            generations: ({
              number: number;
              /** building, ready, live, previous, dropping. */
              state: string;
              /** Of the code that builds it. */
              fingerprint: string | null;
              /** In this state. */
              since: string;
              /** Offsets to the end, in all; null where nobody feeds it. */
              lag: number | null;
              /** Rows of its tables, about, as Postgres counts them while they are written; null where it has no tables, or Postgres cannot tell, such as after a crash until it has analyzed them. */
              rows: number | null;
              /** Why one of its partitions stands still. */
              error: string | null;
            })[];
            /** Position, end and lag of the live generation. */
            partitions: ({
              topic: string;
              partition: number;
              /** Offset of the next record to project. */
              position: number;
              /** Last stable offset of the log. */
              end: number;
              /** Offsets between them, markers of transactions included. */
              lag: number;
              /** Age of the oldest record that is missing; null where nobody could tell in time. */
              lagSeconds: number | null;
              /** Records that were applied since the generation began. */
              applied: number;
              /** When the position moved last. */
              movedAt: string | null;
              /** Why it stands still. */
              error: string | null;
            })[];
            /** Offsets passed and in all, of a first filling from history; readers see it afterwards. */
            filling: {
              passed: number;
              total: number;
            } | null;
            /** Records that could not be projected, by generation. */
            parked: ({
              generation: number;
              count: number;
              /** When the first was admitted. */
              oldest: string;
              error: {
                code: string;
                message: string;
              } | null;
            })[];
            /** What was asked of it last. */
            operation: {
              id: number;
              kind: 'rebuild' | 'verify' | 'swap' | 'rollback' | 'heal';
              /** waiting, loading, indexing, catching-up, proving, swapping; done, different, cancelled, failed. */
              state: string;
              /** The one that it makes, compares or swaps in. */
              generation: number | null;
              /** When it was asked for. */
              askedAt: string;
              /** When it ended. */
              finishedAt: string | null;
              error: {
                code: string;
                message: string;
              } | null;
            } | null;
            /** What the sentinel saw when it looked last. */
            drift: {
              generation: number;
              /** Parts that all keys are in. */
              buckets: number;
              /** Parts that were looked at since the generation is live. */
              seen: number;
              /** The last look. */
              lookedAt: string;
              /** Keys that were looked at. */
              keys: number;
              /** Rows that were not what the log says. */
              differences: number;
              /** Some of them. */
              samples: ({
                /** Of the row. */
                key: Record<string, unknown>;
                kind: 'only-live' | 'only-other' | 'different';
                /** The columns that differ, cut. */
                columns: Record<string, {
                  live: string | null;
                  other: string | null;
                }>;
              })[];
              /** Records were deleted, so rows of which the log has nothing do not count. */
              trimmed: boolean;
            } | null;
          })[];
        };
      };
    };
    400: InputInvalid;
    401: Unauthenticated;
    403: Forbidden;
    404: NotFound;
    429: RateLimited;
    500: Internal;
    503: Unavailable;
  };
};

/** How a read model stands. Its generations, how far it has read, what it stands behind by, and what is being done with it. */
export type ReadProjection = {
  parameters: {
    path: {
      /** The projection. */
      name: string;
    };
  };
  responses: {
    200: {
      headers: Record<string, unknown>;
      content: {
        'application/json': {
          name: string;
          /** Nothing is applied until it is resumed. Null: it is not paused. */
          paused: {
            /** Since when. */
            at: string;
            reason: string | null;
          } | null;
          /** Fillings of its tables: which one readers ask, which are kept beside it. */
          generations: ({
            number: number;
            /** building, ready, live, previous, dropping. */
            state: string;
            /** Of the code that builds it. */
            fingerprint: string | null;
            /** In this state. */
            since: string;
            /** Offsets to the end, in all; null where nobody feeds it. */
            lag: number | null;
            /** Rows of its tables, about, as Postgres counts them while they are written; null where it has no tables, or Postgres cannot tell, such as after a crash until it has analyzed them. */
            rows: number | null;
            /** Why one of its partitions stands still. */
            error: string | null;
          })[];
          /** Position, end and lag of the live generation. */
          partitions: ({
            topic: string;
            partition: number;
            /** Offset of the next record to project. */
            position: number;
            /** Last stable offset of the log. */
            end: number;
            /** Offsets between them, markers of transactions included. */
            lag: number;
            /** Age of the oldest record that is missing; null where nobody could tell in time. */
            lagSeconds: number | null;
            /** Records that were applied since the generation began. */
            applied: number;
            /** When the position moved last. */
            movedAt: string | null;
            /** Why it stands still. */
            error: string | null;
          })[];
          /** Offsets passed and in all, of a first filling from history; readers see it afterwards. */
          filling: {
            passed: number;
            total: number;
          } | null;
          /** Records that could not be projected, by generation. */
          parked: ({
            generation: number;
            count: number;
            /** When the first was admitted. */
            oldest: string;
            error: {
              code: string;
              message: string;
            } | null;
          })[];
          /** What was asked of it last. */
          operation: {
            id: number;
            kind: 'rebuild' | 'verify' | 'swap' | 'rollback' | 'heal';
            /** waiting, loading, indexing, catching-up, proving, swapping; done, different, cancelled, failed. */
            state: string;
            /** The one that it makes, compares or swaps in. */
            generation: number | null;
            /** When it was asked for. */
            askedAt: string;
            /** When it ended. */
            finishedAt: string | null;
            error: {
              code: string;
              message: string;
            } | null;
          } | null;
          /** What the sentinel saw when it looked last. */
          drift: {
            generation: number;
            /** Parts that all keys are in. */
            buckets: number;
            /** Parts that were looked at since the generation is live. */
            seen: number;
            /** The last look. */
            lookedAt: string;
            /** Keys that were looked at. */
            keys: number;
            /** Rows that were not what the log says. */
            differences: number;
            /** Some of them. */
            samples: ({
              /** Of the row. */
              key: Record<string, unknown>;
              kind: 'only-live' | 'only-other' | 'different';
              /** The columns that differ, cut. */
              columns: Record<string, {
                live: string | null;
                other: string | null;
              }>;
            })[];
            /** Records were deleted, so rows of which the log has nothing do not count. */
            trimmed: boolean;
          } | null;
        };
      };
    };
    400: InputInvalid;
    401: Unauthenticated;
    403: Forbidden;
    404: NotFound;
    429: RateLimited;
    431: HeadersTooLarge;
    500: Internal;
    503: Unavailable;
  };
};

/** Rebuild a read model from the log. A new generation beside the live one, compared with it row by row, and switched to where there is no difference or it is accepted. With `key`: only the rows of this key are made anew, in the live generation. */
export type RebuildProjection = {
  parameters: {
    path: {
      /** The projection. */
      name: string;
    };
    header?: {
      /** Names the request, so that it can be repeated without being done twice: the same key with the same body is the same request for 7 days, with another body it is refused (422). Left out: every call is a request of its own. */
      'idempotency-key'?: string | undefined;
    };
  };
  requestBody?: {
    content: {
      'application/json': {
        /** Records a second at most; left out: as many as go. */
        throttle?: number | undefined;
        /** false: build and compare only. */
        swap?: boolean | undefined;
        /** Why rows that differ from the live ones are right; it is recorded. */
        acceptDifferences?: string | undefined;
        /** The key whose rows are made anew. */
        key?: string | undefined;
        /** Why; it is kept with what is done, and in the log of who asked what. */
        reason?: string | undefined;
      } | null;
    };
  };
  responses: {
    202: {
      headers: Record<string, unknown>;
      content: {
        'application/json': {
          id: number;
          projection: string;
          kind: 'rebuild' | 'verify' | 'swap' | 'rollback' | 'heal';
          /** waiting, loading, indexing, catching-up, proving, swapping; done, different, cancelled, failed. */
          state: string;
          /** The one that it makes, compares or swaps in. */
          generation: number | null;
          /** When it was asked for. */
          askedAt: string;
          /** When a projector took it. */
          startedAt: string | null;
          /** When it ended. */
          finishedAt: string | null;
          /** Whether some process works on it. */
          taken: boolean;
          /** How it was asked for. */
          options: {
            /** Records a second at most. */
            throttle?: number;
            swap?: boolean;
            /** Why differences are right. */
            accept?: string;
            /** The key whose rows are made anew. */
            key?: string;
            /** Why it was asked for. */
            reason?: string;
            /** Who asked, by the id of the key or the subject of the token. */
            actor?: string;
            /** Who has ended it, and why. */
            cancelled?: {
              actor?: string;
              reason?: string;
            };
          };
          /** Records read and to be read, rate and time left, by partition. Null for what loads nothing. */
          progress: {
            /** Read so far. */
            records: number;
            /** To be read in all; reckoned by offsets until everything is read. */
            total: number;
            /** 100 only where everything is read. */
            percent: number;
            /** Records a second. */
            rate: number;
            /** Time left; null where nobody can tell. */
            etaSeconds: number | null;
            partitions: {
              topic: string;
              partition: number;
              records: number;
              total: number;
              /** 100 only where everything is read. */
              percent: number;
            }[];
          } | null;
          error: {
            code: string;
            message: string;
          } | null;
          /** What the comparison found, and how long everything took. Null while there is none. */
          report: {
            /** Of a rebuild and a verification. */
            proof?: {
              /** When. */
              comparedAt: string;
              /** Generation that readers ask. */
              live: number;
              /** Generation that it was compared with. */
              other: number;
              /** Rows and columns that are not the same. */
              differences: number;
              tables: ({
                table: string;
                /** Rows of the live one. */
                live: number;
                /** Rows of the other. */
                other: number;
                onlyLive: number;
                onlyOther: number;
                different: number;
                /** In how many rows each column differs. */
                columns: Record<string, number>;
                /** Columns that only one of them has cannot be compared. */
                columnsOnlyLive: string[];
                columnsOnlyOther: string[];
                /** Some of the rows that differ. */
                samples: ({
                  /** Of the row. */
                  key: Record<string, unknown>;
                  kind: 'only-live' | 'only-other' | 'different';
                  /** The columns that differ, cut. */
                  columns: Record<string, {
                    live: string | null;
                    other: string | null;
                  }>;
                })[];
              })[];
              parked?: {
                /** Records that the live one could not project. */
                live: number;
                other: number;
                /** Keys of which it shows an older fact, or none; some of them. */
                samples: ({
                  key: string | null;
                  generation: number;
                  code: string;
                })[];
              };
              /** Where both stood: offset by topic and partition. */
              position: Record<string, string>;
              /** How long appliers waited. */
              heldMs: number;
              /** Topics of which records were deleted: what they made cannot be made again. */
              trimmed: string[];
            };
            /** Why differences were accepted. */
            accepted?: string;
            /** Records read. */
            records?: number;
            /** Rows that came of them. */
            rows?: number;
            /** How long loading, indexes, catching up and comparing took. */
            seconds?: Record<string, number>;
            /** The generation that readers ask since then. */
            live?: number;
            /** Of the rows of a key. */
            healed?: {
              key: string;
              records: number;
              rows: number;
            };
          } | null;
          links: Record<string, string>;
        };
      };
    };
    400: InputInvalid;
    401: Unauthenticated;
    403: Forbidden;
    404: NotFound;
    409: ProjectionBusy;
    413: BodyTooLarge;
    415: MediaTypeUnsupported;
    429: RateLimited;
    431: HeadersTooLarge;
    500: Internal;
    503: Unavailable;
  };
};

/** Compare a read model with what its log says. Builds a generation beside the live one and compares both row by row at one position; nothing is switched. */
export type VerifyProjection = {
  parameters: {
    path: {
      /** The projection. */
      name: string;
    };
    header?: {
      /** Names the request, so that it can be repeated without being done twice: the same key with the same body is the same request for 7 days, with another body it is refused (422). Left out: every call is a request of its own. */
      'idempotency-key'?: string | undefined;
    };
  };
  requestBody?: {
    content: {
      'application/json': {
        /** Records a second at most; left out: as many as go. */
        throttle?: number | undefined;
        /** Why; it is kept with what is done, and in the log of who asked what. */
        reason?: string | undefined;
      } | null;
    };
  };
  responses: {
    202: {
      headers: Record<string, unknown>;
      content: {
        'application/json': {
          id: number;
          projection: string;
          kind: 'rebuild' | 'verify' | 'swap' | 'rollback' | 'heal';
          /** waiting, loading, indexing, catching-up, proving, swapping; done, different, cancelled, failed. */
          state: string;
          /** The one that it makes, compares or swaps in. */
          generation: number | null;
          /** When it was asked for. */
          askedAt: string;
          /** When a projector took it. */
          startedAt: string | null;
          /** When it ended. */
          finishedAt: string | null;
          /** Whether some process works on it. */
          taken: boolean;
          /** How it was asked for. */
          options: {
            /** Records a second at most. */
            throttle?: number;
            swap?: boolean;
            /** Why differences are right. */
            accept?: string;
            /** The key whose rows are made anew. */
            key?: string;
            /** Why it was asked for. */
            reason?: string;
            /** Who asked, by the id of the key or the subject of the token. */
            actor?: string;
            /** Who has ended it, and why. */
            cancelled?: {
              actor?: string;
              reason?: string;
            };
          };
          /** Records read and to be read, rate and time left, by partition. Null for what loads nothing. */
          progress: {
            /** Read so far. */
            records: number;
            /** To be read in all; reckoned by offsets until everything is read. */
            total: number;
            /** 100 only where everything is read. */
            percent: number;
            /** Records a second. */
            rate: number;
            /** Time left; null where nobody can tell. */
            etaSeconds: number | null;
            partitions: {
              topic: string;
              partition: number;
              records: number;
              total: number;
              /** 100 only where everything is read. */
              percent: number;
            }[];
          } | null;
          error: {
            code: string;
            message: string;
          } | null;
          /** What the comparison found, and how long everything took. Null while there is none. */
          report: {
            /** Of a rebuild and a verification. */
            proof?: {
              /** When. */
              comparedAt: string;
              /** Generation that readers ask. */
              live: number;
              /** Generation that it was compared with. */
              other: number;
              /** Rows and columns that are not the same. */
              differences: number;
              tables: ({
                table: string;
                /** Rows of the live one. */
                live: number;
                /** Rows of the other. */
                other: number;
                onlyLive: number;
                onlyOther: number;
                different: number;
                /** In how many rows each column differs. */
                columns: Record<string, number>;
                /** Columns that only one of them has cannot be compared. */
                columnsOnlyLive: string[];
                columnsOnlyOther: string[];
                /** Some of the rows that differ. */
                samples: ({
                  /** Of the row. */
                  key: Record<string, unknown>;
                  kind: 'only-live' | 'only-other' | 'different';
                  /** The columns that differ, cut. */
                  columns: Record<string, {
                    live: string | null;
                    other: string | null;
                  }>;
                })[];
              })[];
              parked?: {
                /** Records that the live one could not project. */
                live: number;
                other: number;
                /** Keys of which it shows an older fact, or none; some of them. */
                samples: ({
                  key: string | null;
                  generation: number;
                  code: string;
                })[];
              };
              /** Where both stood: offset by topic and partition. */
              position: Record<string, string>;
              /** How long appliers waited. */
              heldMs: number;
              /** Topics of which records were deleted: what they made cannot be made again. */
              trimmed: string[];
            };
            /** Why differences were accepted. */
            accepted?: string;
            /** Records read. */
            records?: number;
            /** Rows that came of them. */
            rows?: number;
            /** How long loading, indexes, catching up and comparing took. */
            seconds?: Record<string, number>;
            /** The generation that readers ask since then. */
            live?: number;
            /** Of the rows of a key. */
            healed?: {
              key: string;
              records: number;
              rows: number;
            };
          } | null;
          links: Record<string, string>;
        };
      };
    };
    400: InputInvalid;
    401: Unauthenticated;
    403: Forbidden;
    404: NotFound;
    409: ProjectionBusy;
    413: BodyTooLarge;
    415: MediaTypeUnsupported;
    429: RateLimited;
    431: HeadersTooLarge;
    500: Internal;
    503: Unavailable;
  };
};

/** Switch to the generation that a rebuild has left ready. At once, for all readers; the generation before stays for a rollback. */
export type SwapProjection = {
  parameters: {
    path: {
      /** The projection. */
      name: string;
    };
    header?: {
      /** Names the request, so that it can be repeated without being done twice: the same key with the same body is the same request for 7 days, with another body it is refused (422). Left out: every call is a request of its own. */
      'idempotency-key'?: string | undefined;
    };
  };
  requestBody?: {
    content: {
      'application/json': {
        /** Why rows that differ from the live ones are right; it is recorded. */
        acceptDifferences?: string | undefined;
        /** Why; it is kept with what is done, and in the log of who asked what. */
        reason?: string | undefined;
      } | null;
    };
  };
  responses: {
    202: {
      headers: Record<string, unknown>;
      content: {
        'application/json': {
          id: number;
          projection: string;
          kind: 'rebuild' | 'verify' | 'swap' | 'rollback' | 'heal';
          /** waiting, loading, indexing, catching-up, proving, swapping; done, different, cancelled, failed. */
          state: string;
          /** The one that it makes, compares or swaps in. */
          generation: number | null;
          /** When it was asked for. */
          askedAt: string;
          /** When a projector took it. */
          startedAt: string | null;
          /** When it ended. */
          finishedAt: string | null;
          /** Whether some process works on it. */
          taken: boolean;
          /** How it was asked for. */
          options: {
            /** Records a second at most. */
            throttle?: number;
            swap?: boolean;
            /** Why differences are right. */
            accept?: string;
            /** The key whose rows are made anew. */
            key?: string;
            /** Why it was asked for. */
            reason?: string;
            /** Who asked, by the id of the key or the subject of the token. */
            actor?: string;
            /** Who has ended it, and why. */
            cancelled?: {
              actor?: string;
              reason?: string;
            };
          };
          /** Records read and to be read, rate and time left, by partition. Null for what loads nothing. */
          progress: {
            /** Read so far. */
            records: number;
            /** To be read in all; reckoned by offsets until everything is read. */
            total: number;
            /** 100 only where everything is read. */
            percent: number;
            /** Records a second. */
            rate: number;
            /** Time left; null where nobody can tell. */
            etaSeconds: number | null;
            partitions: {
              topic: string;
              partition: number;
              records: number;
              total: number;
              /** 100 only where everything is read. */
              percent: number;
            }[];
          } | null;
          error: {
            code: string;
            message: string;
          } | null;
          /** What the comparison found, and how long everything took. Null while there is none. */
          report: {
            /** Of a rebuild and a verification. */
            proof?: {
              /** When. */
              comparedAt: string;
              /** Generation that readers ask. */
              live: number;
              /** Generation that it was compared with. */
              other: number;
              /** Rows and columns that are not the same. */
              differences: number;
              tables: ({
                table: string;
                /** Rows of the live one. */
                live: number;
                /** Rows of the other. */
                other: number;
                onlyLive: number;
                onlyOther: number;
                different: number;
                /** In how many rows each column differs. */
                columns: Record<string, number>;
                /** Columns that only one of them has cannot be compared. */
                columnsOnlyLive: string[];
                columnsOnlyOther: string[];
                /** Some of the rows that differ. */
                samples: ({
                  /** Of the row. */
                  key: Record<string, unknown>;
                  kind: 'only-live' | 'only-other' | 'different';
                  /** The columns that differ, cut. */
                  columns: Record<string, {
                    live: string | null;
                    other: string | null;
                  }>;
                })[];
              })[];
              parked?: {
                /** Records that the live one could not project. */
                live: number;
                other: number;
                /** Keys of which it shows an older fact, or none; some of them. */
                samples: ({
                  key: string | null;
                  generation: number;
                  code: string;
                })[];
              };
              /** Where both stood: offset by topic and partition. */
              position: Record<string, string>;
              /** How long appliers waited. */
              heldMs: number;
              /** Topics of which records were deleted: what they made cannot be made again. */
              trimmed: string[];
            };
            /** Why differences were accepted. */
            accepted?: string;
            /** Records read. */
            records?: number;
            /** Rows that came of them. */
            rows?: number;
            /** How long loading, indexes, catching up and comparing took. */
            seconds?: Record<string, number>;
            /** The generation that readers ask since then. */
            live?: number;
            /** Of the rows of a key. */
            healed?: {
              key: string;
              records: number;
              rows: number;
            };
          } | null;
          links: Record<string, string>;
        };
      };
    };
    400: InputInvalid;
    401: Unauthenticated;
    403: Forbidden;
    404: NotFound;
    409: ProjectionBusy;
    413: BodyTooLarge;
    415: MediaTypeUnsupported;
    429: RateLimited;
    431: HeadersTooLarge;
    500: Internal;
    503: Unavailable;
  };
};

/** Switch back to the generation before. At once, for all readers: it was kept up to date meanwhile. */
export type RollBackProjection = {
  parameters: {
    path: {
      /** The projection. */
      name: string;
    };
    header?: {
      /** Names the request, so that it can be repeated without being done twice: the same key with the same body is the same request for 7 days, with another body it is refused (422). Left out: every call is a request of its own. */
      'idempotency-key'?: string | undefined;
    };
  };
  requestBody?: {
    content: {
      'application/json': {
        /** Why; it is kept with what is done, and in the log of who asked what. */
        reason?: string | undefined;
      } | null;
    };
  };
  responses: {
    202: {
      headers: Record<string, unknown>;
      content: {
        'application/json': {
          id: number;
          projection: string;
          kind: 'rebuild' | 'verify' | 'swap' | 'rollback' | 'heal';
          /** waiting, loading, indexing, catching-up, proving, swapping; done, different, cancelled, failed. */
          state: string;
          /** The one that it makes, compares or swaps in. */
          generation: number | null;
          /** When it was asked for. */
          askedAt: string;
          /** When a projector took it. */
          startedAt: string | null;
          /** When it ended. */
          finishedAt: string | null;
          /** Whether some process works on it. */
          taken: boolean;
          /** How it was asked for. */
          options: {
            /** Records a second at most. */
            throttle?: number;
            swap?: boolean;
            /** Why differences are right. */
            accept?: string;
            /** The key whose rows are made anew. */
            key?: string;
            /** Why it was asked for. */
            reason?: string;
            /** Who asked, by the id of the key or the subject of the token. */
            actor?: string;
            /** Who has ended it, and why. */
            cancelled?: {
              actor?: string;
              reason?: string;
            };
          };
          /** Records read and to be read, rate and time left, by partition. Null for what loads nothing. */
          progress: {
            /** Read so far. */
            records: number;
            /** To be read in all; reckoned by offsets until everything is read. */
            total: number;
            /** 100 only where everything is read. */
            percent: number;
            /** Records a second. */
            rate: number;
            /** Time left; null where nobody can tell. */
            etaSeconds: number | null;
            partitions: {
              topic: string;
              partition: number;
              records: number;
              total: number;
              /** 100 only where everything is read. */
              percent: number;
            }[];
          } | null;
          error: {
            code: string;
            message: string;
          } | null;
          /** What the comparison found, and how long everything took. Null while there is none. */
          report: {
            /** Of a rebuild and a verification. */
            proof?: {
              /** When. */
              comparedAt: string;
              /** Generation that readers ask. */
              live: number;
              /** Generation that it was compared with. */
              other: number;
              /** Rows and columns that are not the same. */
              differences: number;
              tables: ({
                table: string;
                /** Rows of the live one. */
                live: number;
                /** Rows of the other. */
                other: number;
                onlyLive: number;
                onlyOther: number;
                different: number;
                /** In how many rows each column differs. */
                columns: Record<string, number>;
                /** Columns that only one of them has cannot be compared. */
                columnsOnlyLive: string[];
                columnsOnlyOther: string[];
                /** Some of the rows that differ. */
                samples: ({
                  /** Of the row. */
                  key: Record<string, unknown>;
                  kind: 'only-live' | 'only-other' | 'different';
                  /** The columns that differ, cut. */
                  columns: Record<string, {
                    live: string | null;
                    other: string | null;
                  }>;
                })[];
              })[];
              parked?: {
                /** Records that the live one could not project. */
                live: number;
                other: number;
                /** Keys of which it shows an older fact, or none; some of them. */
                samples: ({
                  key: string | null;
                  generation: number;
                  code: string;
                })[];
              };
              /** Where both stood: offset by topic and partition. */
              position: Record<string, string>;
              /** How long appliers waited. */
              heldMs: number;
              /** Topics of which records were deleted: what they made cannot be made again. */
              trimmed: string[];
            };
            /** Why differences were accepted. */
            accepted?: string;
            /** Records read. */
            records?: number;
            /** Rows that came of them. */
            rows?: number;
            /** How long loading, indexes, catching up and comparing took. */
            seconds?: Record<string, number>;
            /** The generation that readers ask since then. */
            live?: number;
            /** Of the rows of a key. */
            healed?: {
              key: string;
              records: number;
              rows: number;
            };
          } | null;
          links: Record<string, string>;
        };
      };
    };
    400: InputInvalid;
    401: Unauthenticated;
    403: Forbidden;
    404: NotFound;
    409: ProjectionBusy;
    413: BodyTooLarge;
    415: MediaTypeUnsupported;
    429: RateLimited;
    431: HeadersTooLarge;
    500: Internal;
    503: Unavailable;
  };
};

/** What was asked of a read model, the newest first. Rebuilds, verifications, switches and rollbacks, with how each ended. */
export type ListProjectionOperations = {
  parameters: {
    path: {
      /** The projection. */
      name: string;
    };
  };
  responses: {
    200: {
      headers: Record<string, unknown>;
      content: {
        'application/json': {
          items: ({
            id: number;
            projection: string;
            kind: 'rebuild' | 'verify' | 'swap' | 'rollback' | 'heal';
            /** waiting, loading, indexing, catching-up, proving, swapping; done, different, cancelled, failed. */
            state: string;
            /** The one that it makes, compares or swaps in. */
            generation: number | null;
            /** When it was asked for. */
            askedAt: string;
            /** When a projector took it. */
            startedAt: string | null;
            /** When it ended. */
            finishedAt: string | null;
            /** Whether some process works on it. */
            taken: boolean;
            /** How it was asked for. */
            options: {
              /** Records a second at most. */
              throttle?: number;
              swap?: boolean;
              /** Why differences are right. */
              accept?: string;
              /** The key whose rows are made anew. */
              key?: string;
              /** Why it was asked for. */
              reason?: string;
              /** Who asked, by the id of the key or the subject of the token. */
              actor?: string;
              /** Who has ended it, and why. */
              cancelled?: {
                actor?: string;
                reason?: string;
              };
            };
            /** Records read and to be read, rate and time left, by partition. Null for what loads nothing. */
            progress: {
              /** Read so far. */
              records: number;
              /** To be read in all; reckoned by offsets until everything is read. */
              total: number;
              /** 100 only where everything is read. */
              percent: number;
              /** Records a second. */
              rate: number;
              /** Time left; null where nobody can tell. */
              etaSeconds: number | null;
              partitions: {
                topic: string;
                partition: number;
                records: number;
                total: number;
                /** 100 only where everything is read. */
                percent: number;
              }[];
            } | null;
            error: {
              code: string;
              message: string;
            } | null;
            /** What the comparison found, and how long everything took. Null while there is none. */
            report: {
              /** Of a rebuild and a verification. */
              proof?: {
                /** When. */
                comparedAt: string;
                /** Generation that readers ask. */
                live: number;
                /** Generation that it was compared with. */
                other: number;
                /** Rows and columns that are not the same. */
                differences: number;
                tables: ({
                  table: string;
                  /** Rows of the live one. */
                  live: number;
                  /** Rows of the other. */
                  other: number;
                  onlyLive: number;
                  onlyOther: number;
                  different: number;
                  /** In how many rows each column differs. */
                  columns: Record<string, number>;
                  /** Columns that only one of them has cannot be compared. */
                  columnsOnlyLive: string[];
                  columnsOnlyOther: string[];
                  /** Some of the rows that differ. */
                  samples: ({
                    /** Of the row. */
                    key: Record<string, unknown>;
                    kind: 'only-live' | 'only-other' | 'different';
                    /** The columns that differ, cut. */
                    columns: Record<string, {
                      live: string | null;
                      other: string | null;
                    }>;
                  })[];
                })[];
                parked?: {
                  /** Records that the live one could not project. */
                  live: number;
                  other: number;
                  /** Keys of which it shows an older fact, or none; some of them. */
                  samples: ({
                    key: string | null;
                    generation: number;
                    code: string;
                  })[];
                };
                /** Where both stood: offset by topic and partition. */
                position: Record<string, string>;
                /** How long appliers waited. */
                heldMs: number;
                /** Topics of which records were deleted: what they made cannot be made again. */
                trimmed: string[];
              };
              /** Why differences were accepted. */
              accepted?: string;
              /** Records read. */
              records?: number;
              /** Rows that came of them. */
              rows?: number;
              /** How long loading, indexes, catching up and comparing took. */
              seconds?: Record<string, number>;
              /** The generation that readers ask since then. */
              live?: number;
              /** Of the rows of a key. */
              healed?: {
                key: string;
                records: number;
                rows: number;
              };
            } | null;
            links: Record<string, string>;
          })[];
        };
      };
    };
    400: InputInvalid;
    401: Unauthenticated;
    403: Forbidden;
    404: NotFound;
    429: RateLimited;
    431: HeadersTooLarge;
    500: Internal;
    503: Unavailable;
  };
};

/** How far a rebuild, verification or switch is. Its phase, the records that are read and to be read, and what it found. */
export type ReadProjectionOperation = {
  parameters: {
    path: {
      /** The projection. */
      name: string;
      /** The operation. */
      id: number;
    };
  };
  responses: {
    200: {
      headers: Record<string, unknown>;
      content: {
        'application/json': {
          id: number;
          projection: string;
          kind: 'rebuild' | 'verify' | 'swap' | 'rollback' | 'heal';
          /** waiting, loading, indexing, catching-up, proving, swapping; done, different, cancelled, failed. */
          state: string;
          /** The one that it makes, compares or swaps in. */
          generation: number | null;
          /** When it was asked for. */
          askedAt: string;
          /** When a projector took it. */
          startedAt: string | null;
          /** When it ended. */
          finishedAt: string | null;
          /** Whether some process works on it. */
          taken: boolean;
          /** How it was asked for. */
          options: {
            /** Records a second at most. */
            throttle?: number;
            swap?: boolean;
            /** Why differences are right. */
            accept?: string;
            /** The key whose rows are made anew. */
            key?: string;
            /** Why it was asked for. */
            reason?: string;
            /** Who asked, by the id of the key or the subject of the token. */
            actor?: string;
            /** Who has ended it, and why. */
            cancelled?: {
              actor?: string;
              reason?: string;
            };
          };
          /** Records read and to be read, rate and time left, by partition. Null for what loads nothing. */
          progress: {
            /** Read so far. */
            records: number;
            /** To be read in all; reckoned by offsets until everything is read. */
            total: number;
            /** 100 only where everything is read. */
            percent: number;
            /** Records a second. */
            rate: number;
            /** Time left; null where nobody can tell. */
            etaSeconds: number | null;
            partitions: {
              topic: string;
              partition: number;
              records: number;
              total: number;
              /** 100 only where everything is read. */
              percent: number;
            }[];
          } | null;
          error: {
            code: string;
            message: string;
          } | null;
          /** What the comparison found, and how long everything took. Null while there is none. */
          report: {
            /** Of a rebuild and a verification. */
            proof?: {
              /** When. */
              comparedAt: string;
              /** Generation that readers ask. */
              live: number;
              /** Generation that it was compared with. */
              other: number;
              /** Rows and columns that are not the same. */
              differences: number;
              tables: ({
                table: string;
                /** Rows of the live one. */
                live: number;
                /** Rows of the other. */
                other: number;
                onlyLive: number;
                onlyOther: number;
                different: number;
                /** In how many rows each column differs. */
                columns: Record<string, number>;
                /** Columns that only one of them has cannot be compared. */
                columnsOnlyLive: string[];
                columnsOnlyOther: string[];
                /** Some of the rows that differ. */
                samples: ({
                  /** Of the row. */
                  key: Record<string, unknown>;
                  kind: 'only-live' | 'only-other' | 'different';
                  /** The columns that differ, cut. */
                  columns: Record<string, {
                    live: string | null;
                    other: string | null;
                  }>;
                })[];
              })[];
              parked?: {
                /** Records that the live one could not project. */
                live: number;
                other: number;
                /** Keys of which it shows an older fact, or none; some of them. */
                samples: ({
                  key: string | null;
                  generation: number;
                  code: string;
                })[];
              };
              /** Where both stood: offset by topic and partition. */
              position: Record<string, string>;
              /** How long appliers waited. */
              heldMs: number;
              /** Topics of which records were deleted: what they made cannot be made again. */
              trimmed: string[];
            };
            /** Why differences were accepted. */
            accepted?: string;
            /** Records read. */
            records?: number;
            /** Rows that came of them. */
            rows?: number;
            /** How long loading, indexes, catching up and comparing took. */
            seconds?: Record<string, number>;
            /** The generation that readers ask since then. */
            live?: number;
            /** Of the rows of a key. */
            healed?: {
              key: string;
              records: number;
              rows: number;
            };
          } | null;
          links: Record<string, string>;
        };
      };
    };
    400: InputInvalid;
    401: Unauthenticated;
    403: Forbidden;
    404: NotFound;
    429: RateLimited;
    431: HeadersTooLarge;
    500: Internal;
    503: Unavailable;
  };
};

/** End a rebuild, verification or switch. The generation that it was building is dropped; the live one is not touched. */
export type CancelProjectionOperation = {
  parameters: {
    path: {
      /** The projection. */
      name: string;
      /** The operation. */
      id: number;
    };
    query?: {
      /** Why; it is kept with what is done, and in the log of who asked what. */
      reason?: string | undefined;
    };
  };
  responses: {
    202: {
      headers: Record<string, unknown>;
      content: {
        'application/json': {
          id: number;
          projection: string;
          kind: 'rebuild' | 'verify' | 'swap' | 'rollback' | 'heal';
          /** waiting, loading, indexing, catching-up, proving, swapping; done, different, cancelled, failed. */
          state: string;
          /** The one that it makes, compares or swaps in. */
          generation: number | null;
          /** When it was asked for. */
          askedAt: string;
          /** When a projector took it. */
          startedAt: string | null;
          /** When it ended. */
          finishedAt: string | null;
          /** Whether some process works on it. */
          taken: boolean;
          /** How it was asked for. */
          options: {
            /** Records a second at most. */
            throttle?: number;
            swap?: boolean;
            /** Why differences are right. */
            accept?: string;
            /** The key whose rows are made anew. */
            key?: string;
            /** Why it was asked for. */
            reason?: string;
            /** Who asked, by the id of the key or the subject of the token. */
            actor?: string;
            /** Who has ended it, and why. */
            cancelled?: {
              actor?: string;
              reason?: string;
            };
          };
          /** Records read and to be read, rate and time left, by partition. Null for what loads nothing. */
          progress: {
            /** Read so far. */
            records: number;
            /** To be read in all; reckoned by offsets until everything is read. */
            total: number;
            /** 100 only where everything is read. */
            percent: number;
            /** Records a second. */
            rate: number;
            /** Time left; null where nobody can tell. */
            etaSeconds: number | null;
            partitions: {
              topic: string;
              partition: number;
              records: number;
              total: number;
              /** 100 only where everything is read. */
              percent: number;
            }[];
          } | null;
          error: {
            code: string;
            message: string;
          } | null;
          /** What the comparison found, and how long everything took. Null while there is none. */
          report: {
            /** Of a rebuild and a verification. */
            proof?: {
              /** When. */
              comparedAt: string;
              /** Generation that readers ask. */
              live: number;
              /** Generation that it was compared with. */
              other: number;
              /** Rows and columns that are not the same. */
              differences: number;
              tables: ({
                table: string;
                /** Rows of the live one. */
                live: number;
                /** Rows of the other. */
                other: number;
                onlyLive: number;
                onlyOther: number;
                different: number;
                /** In how many rows each column differs. */
                columns: Record<string, number>;
                /** Columns that only one of them has cannot be compared. */
                columnsOnlyLive: string[];
                columnsOnlyOther: string[];
                /** Some of the rows that differ. */
                samples: ({
                  /** Of the row. */
                  key: Record<string, unknown>;
                  kind: 'only-live' | 'only-other' | 'different';
                  /** The columns that differ, cut. */
                  columns: Record<string, {
                    live: string | null;
                    other: string | null;
                  }>;
                })[];
              })[];
              parked?: {
                /** Records that the live one could not project. */
                live: number;
                other: number;
                /** Keys of which it shows an older fact, or none; some of them. */
                samples: ({
                  key: string | null;
                  generation: number;
                  code: string;
                })[];
              };
              /** Where both stood: offset by topic and partition. */
              position: Record<string, string>;
              /** How long appliers waited. */
              heldMs: number;
              /** Topics of which records were deleted: what they made cannot be made again. */
              trimmed: string[];
            };
            /** Why differences were accepted. */
            accepted?: string;
            /** Records read. */
            records?: number;
            /** Rows that came of them. */
            rows?: number;
            /** How long loading, indexes, catching up and comparing took. */
            seconds?: Record<string, number>;
            /** The generation that readers ask since then. */
            live?: number;
            /** Of the rows of a key. */
            healed?: {
              key: string;
              records: number;
              rows: number;
            };
          } | null;
          links: Record<string, string>;
        };
      };
    };
    400: InputInvalid;
    401: Unauthenticated;
    403: Forbidden;
    404: NotFound;
    429: RateLimited;
    431: HeadersTooLarge;
    500: Internal;
    503: Unavailable;
  };
};

/** Apply nothing to a read model until it is resumed. Readers see it as it stands; how far it is behind is told. */
export type PauseProjection = {
  parameters: {
    path: {
      /** The projection. */
      name: string;
    };
  };
  requestBody?: {
    content: {
      'application/json': {
        /** Why; shown with its status. */
        reason?: string | undefined;
      } | null;
    };
  };
  responses: {
    200: {
      headers: Record<string, unknown>;
      content: {
        'application/json': {
          projection: string;
          paused: boolean;
        };
      };
    };
    400: InputInvalid;
    401: Unauthenticated;
    403: Forbidden;
    404: NotFound;
    413: BodyTooLarge;
    415: MediaTypeUnsupported;
    429: RateLimited;
    431: HeadersTooLarge;
    500: Internal;
    503: Unavailable;
  };
};

/** Apply to a read model again. From where it stopped: nothing is left out. */
export type ResumeProjection = {
  parameters: {
    path: {
      /** The projection. */
      name: string;
    };
  };
  requestBody?: {
    content: {
      'application/json': {
        /** Why; it is kept with what is done, and in the log of who asked what. */
        reason?: string | undefined;
      } | null;
    };
  };
  responses: {
    200: {
      headers: Record<string, unknown>;
      content: {
        'application/json': {
          projection: string;
          paused: boolean;
        };
      };
    };
    400: InputInvalid;
    401: Unauthenticated;
    403: Forbidden;
    404: NotFound;
    413: BodyTooLarge;
    415: MediaTypeUnsupported;
    429: RateLimited;
    431: HeadersTooLarge;
    500: Internal;
    503: Unavailable;
  };
};

/** Drop the generations that readers do not ask. The one before, which a rollback would switch back to, and one that a rebuild has left ready. The projectors do it within seconds; while an operation is under way nothing is dropped, and the answer is 409. */
export type DropProjectionGenerations = {
  parameters: {
    path: {
      /** The projection. */
      name: string;
    };
    query?: {
      /** Why; it is kept with what is done, and in the log of who asked what. */
      reason?: string | undefined;
    };
  };
  responses: {
    200: {
      headers: Record<string, unknown>;
      content: {
        'application/json': {
          projection: string;
          /** Their numbers. */
          dropped: number[];
        };
      };
    };
    400: InputInvalid;
    401: Unauthenticated;
    403: Forbidden;
    404: NotFound;
    409: ProjectionBusy;
    429: RateLimited;
    431: HeadersTooLarge;
    500: Internal;
    503: Unavailable;
  };
};

/** Follow a rebuild, verification or switch. Server-sent events: its progress whenever it changes, until it has ended. */
export type FollowProjectionOperation = {
  parameters: {
    path: {
      /** The projection. */
      name: string;
      /** The operation. */
      id: number;
    };
  };
  responses: {
    200: {
      headers: Record<string, unknown>;
      content: {
        'application/json': string;
      };
    };
    400: InputInvalid;
    401: Unauthenticated;
    403: Forbidden;
    404: NotFound;
    429: RateLimited2;
    431: HeadersTooLarge;
    500: Internal;
    503: Unavailable2;
  };
};

/** Place an order. The order is taken in at once; whether it can be fulfilled is decided by payments and stock, and its status tells. Accepting it means that it exists, not that it is paid; Prefer: wait=N, until=decision waits for that too. */
export type PlaceOrder = {
  parameters: {
    header?: {
      /** Names the request, so that it can be repeated without being done twice: the same key with the same body is the same request for 7 days, with another body it is refused (422). Left out: every call is a request of its own. */
      'idempotency-key'?: string | undefined;
      /** wait=N (RFC 7240): waits up to N seconds, at most 30, until it is decided and reads show it; Preference-Applied says what was granted. Left out: answers 202 at once. */
      prefer?: string | undefined;
    };
  };
  requestBody: {
    content: {
      'application/json': {
        /** Whose order it is. */
        customerId: string;
        /** What is ordered. */
        lines: ({
          /** The product. */
          sku: string;
          /** How many. */
          quantity: number;
          /** The price that the customer saw; the order is rejected where it differs. */
          unitPrice?: {
            /** In minor units, such as cents. */
            amount: number;
            /** ISO 4217 code. */
            currency: string;
          } | null | undefined;
        })[];
        /** Where to. Left out: the customer’s first address. */
        shippingAddress?: {
          /** Who receives it there, where that is not the customer. */
          recipient?: string | null | undefined;
          /** Street and house number. */
          street?: string | null | undefined;
          /** City or town. */
          city?: string | null | undefined;
          /** State, province or county. */
          state?: string | null | undefined;
          /** Postal code. */
          postalCode?: string | null | undefined;
          /** Country, by name or ISO 3166-1 code. */
          country?: string | null | undefined;
        } | null | undefined;
        /** Loyalty points. Default 0. */
        pointsToSpend?: number | undefined;
        /** The total that the customer saw; the order is rejected where it differs. */
        expectedTotal?: {
          /** In minor units, such as cents. */
          amount: number;
          /** ISO 4217 code. */
          currency: string;
        } | null | undefined;
        /** To the shop or the recipient: kept encrypted. */
        note?: string | null | undefined;
      };
    };
  };
  responses: {
    201: {
      headers: Record<string, unknown>;
      content: {
        'application/json': {
          /** Under which the outcome is found: /requests/{requestId}. */
          requestId: string;
          status: 'undecided' | 'accepted';
          /** The order. */
          orderId: string;
          /** With Prefer: until=decision: whether it can be fulfilled; null where payments and stock had not decided it in time. */
          decision?: 'CONFIRMED' | 'REJECTED' | 'CANCELLED' | null;
          /** With Prefer: until=decision. */
          orderStatus?: 'RECEIVED' | 'PLACED' | 'CONFIRMED' | 'PACKED' | 'DISPATCHED' | 'DELIVERED' | 'REJECTING' | 'REJECTED' | 'STOPPING' | 'CANCELLING' | 'CANCELLED' | 'DELIVERY_FAILED' | 'RETURNING' | 'RETURNED';
          /** With Prefer: until=decision: why it was rejected. */
          rejection?: {
            code?: string;
            by?: string;
          } | null;
          /** With Prefer: until=decision: who owes the next step, and by when. */
          waitingFor?: {
            step?: string;
            owedBy?: string;
            /** Since when. */
            since?: string;
            /** By when. */
            due?: string;
            /** Whether that has passed, and somebody was alarmed. */
            overdue?: boolean;
          }[];
          /** What there is to follow, and what can be done next. */
          links: Record<string, string>;
          /** Of the resource that holds it; once it is accepted. */
          version?: number | null;
          /** Accepted: whether reads show it already. A read model that is paused or being filled is not waited for. */
          shown?: boolean;
          /** When it was accepted. */
          decidedAt?: string;
        };
      };
    };
    202: {
      headers: Record<string, unknown>;
      content: {
        'application/json': {
          /** Under which the outcome is found: /requests/{requestId}. */
          requestId: string;
          status: 'undecided' | 'accepted';
          /** The order. */
          orderId: string;
          /** With Prefer: until=decision: whether it can be fulfilled; null where payments and stock had not decided it in time. */
          decision?: 'CONFIRMED' | 'REJECTED' | 'CANCELLED' | null;
          /** With Prefer: until=decision. */
          orderStatus?: 'RECEIVED' | 'PLACED' | 'CONFIRMED' | 'PACKED' | 'DISPATCHED' | 'DELIVERED' | 'REJECTING' | 'REJECTED' | 'STOPPING' | 'CANCELLING' | 'CANCELLED' | 'DELIVERY_FAILED' | 'RETURNING' | 'RETURNED';
          /** With Prefer: until=decision: why it was rejected. */
          rejection?: {
            code?: string;
            by?: string;
          } | null;
          /** With Prefer: until=decision: who owes the next step, and by when. */
          waitingFor?: {
            step?: string;
            owedBy?: string;
            /** Since when. */
            since?: string;
            /** By when. */
            due?: string;
            /** Whether that has passed, and somebody was alarmed. */
            overdue?: boolean;
          }[];
          /** What there is to follow, and what can be done next. */
          links: Record<string, string>;
          /** Of the resource that holds it; once it is accepted. */
          version?: number | null;
          /** Accepted: whether reads show it already. A read model that is paused or being filled is not waited for. */
          shown?: boolean;
          /** When it was accepted. */
          decidedAt?: string;
        };
      };
    };
    400: InputInvalid2;
    401: Unauthenticated;
    403: Forbidden;
    404: RejectedUnknown;
    409: RejectedState;
    412: PreconditionFailed;
    413: BodyTooLarge;
    415: MediaTypeUnsupported;
    422: RejectedContent;
    429: RateLimited;
    431: HeadersTooLarge;
    500: Internal;
    503: Unavailable;
  };
};

/** List orders. By id, so that a page stays what it is while orders are placed. */
export type ListOrders = {
  parameters: {
    query?: {
      /** Only in this status. Left out: all. */
      status?: 'RECEIVED' | 'PLACED' | 'CONFIRMED' | 'PACKED' | 'DISPATCHED' | 'DELIVERED' | 'REJECTING' | 'REJECTED' | 'STOPPING' | 'CANCELLING' | 'CANCELLED' | 'DELIVERY_FAILED' | 'RETURNING' | 'RETURNED' | undefined;
      /** Only of this customer. Left out: all. */
      customerId?: string | undefined;
      /** Only those placed then or later. */
      placedFrom?: string | undefined;
      /** Only those placed before. */
      placedTo?: string | undefined;
      /** Most entries of a page. Default 20. */
      limit?: number | undefined;
      /** Where the page begins: `nextCursor` of the page before it. */
      cursor?: string | undefined;
      /** Only these fields, by name, with dots for those within; of a list, those of its entries. What is required is always sent. An unknown name is refused. Left out: all. */
      fields?: string | undefined;
      /** A request id: reads what that request has changed, and waits for it. Where it cannot be shown in time, the answer says why. */
      after?: string | undefined;
    };
    header?: {
      /** The ETag at hand: 304 where it still holds. */
      'if-none-match'?: string | undefined;
      /** wait=N (RFC 7240): with `after`, waits up to N seconds, at most 30. Left out: 5. */
      prefer?: string | undefined;
    };
  };
  responses: {
    200: {
      headers: Record<string, unknown>;
      content: {
        'application/json': {
          orders: ({
            /** The order. */
            orderId: string;
            version: number;
            status?: 'RECEIVED' | 'PLACED' | 'CONFIRMED' | 'PACKED' | 'DISPATCHED' | 'DELIVERED' | 'REJECTING' | 'REJECTED' | 'STOPPING' | 'CANCELLING' | 'CANCELLED' | 'DELIVERY_FAILED' | 'RETURNING' | 'RETURNED';
            /** Whose order it is. */
            customerId?: string;
            /** When it was placed. */
            placedAt?: string | null;
            /** What is to be paid. */
            total?: {
              amount: number;
              currency: string;
            } | null;
            /** What there is to follow, and what can be done next. */
            links?: Record<string, string>;
          })[];
          /** Null on the last page. */
          nextCursor: string | null;
        };
      };
    };
    304: {
      headers: Record<string, unknown>;
      content?: never;
    };
    400: InputInvalid;
    401: Unauthenticated;
    403: Forbidden;
    404: AfterUnknown;
    409: AfterUndecided;
    429: RateLimited;
    431: HeadersTooLarge;
    500: Internal;
    503: Unavailable;
  };
};

/** Read an order, with its payment, its shipment and its story. And what can be done with it next, as it stands. */
export type ReadOrder = {
  parameters: {
    path: {
      /** The order. */
      orderId: string;
    };
    query?: {
      /** What is read with it, in full: customer, shipment, payments, separated by commas. */
      expand?: string | undefined;
      /** Only these fields, by name, with dots for those within; of a list, those of its entries. What is required is always sent. An unknown name is refused. Left out: all. */
      fields?: string | undefined;
      /** A request id: reads what that request has changed, and waits for it. Where it cannot be shown in time, the answer says why. */
      after?: string | undefined;
    };
    header?: {
      /** The ETag at hand: 304 where it still holds. */
      'if-none-match'?: string | undefined;
      /** wait=N (RFC 7240): with `after`, waits up to N seconds, at most 30. Left out: 5. */
      prefer?: string | undefined;
    };
  };
  responses: {
    200: {
      headers: Record<string, unknown>;
      content: {
        'application/json': {
          /** The order. */
          orderId: string;
          /** Counts every change of the order. */
          version: number;
          status?: 'RECEIVED' | 'PLACED' | 'CONFIRMED' | 'PACKED' | 'DISPATCHED' | 'DELIVERED' | 'REJECTING' | 'REJECTED' | 'STOPPING' | 'CANCELLING' | 'CANCELLED' | 'DELIVERY_FAILED' | 'RETURNING' | 'RETURNED';
          /** Whose order it is. */
          customerId?: string;
          /** When the customer placed it. */
          placedAt?: string | null;
          lines?: ({
            /** Number of the line, from 1, in the order that they were sent. */
            line?: number;
            /** The product. */
            sku?: string;
            title?: string;
            artist?: string;
            format?: string;
            /** How many. */
            quantity?: number;
            /** The price agreed; null before it is PLACED. */
            unitPrice?: {
              amount: number;
              currency: string;
            } | null;
            returnedQuantity?: number;
          })[];
          /** Sum of the lines. */
          subtotal?: {
            amount: number;
            currency: string;
          } | null;
          /** What spent points take off. */
          discount?: {
            amount: number;
            currency: string;
          } | null;
          /** What is to be paid; null before it is PLACED. */
          total?: {
            amount: number;
            currency: string;
          } | null;
          shippingAddress?: {
            /** Who receives it there, where that is not the customer. */
            recipient?: string | null;
            /** Street and house number. */
            street?: string | null;
            /** City or town. */
            city?: string | null;
            /** State, province or county. */
            state?: string | null;
            /** Postal code. */
            postalCode?: string | null;
            /** Country, by name or ISO 3166-1 code. */
            country?: string | null;
          } | null;
          /** Null too where the customer was erased. */
          note?: string | null;
          /** Why it is being, or was, rejected. */
          rejection?: {
            code?: string;
            by?: string;
            /** Since when. */
            since?: string | null;
          } | null;
          /** The cancel, and what became of it. */
          cancellation?: {
            requestId?: string;
            /** When it was asked for. */
            at?: string | null;
            status?: string;
            reasonCode?: string | null;
            reason?: string | null;
          } | null;
          /** Returns asked for. */
          returns?: ({
            requestId?: string;
            /** When it was asked for. */
            at?: string | null;
            /** What was asked for. */
            lines?: {
              /** Number of the line, from 1, in the order that they were sent. */
              line?: number;
              /** How many. */
              quantity?: number;
            }[];
            status?: string;
            reasonCode?: string | null;
            reason?: string | null;
            /** What came back beyond it. */
            unasked?: {
              /** Number of the line, from 1, in the order that they were sent. */
              line?: number;
              /** How many. */
              quantity?: number;
            }[];
          })[];
          /** Who owes the next step, and by when. */
          owed?: {
            step?: string;
            owedBy?: string;
            /** Since when. */
            since?: string;
            /** By when. */
            due?: string;
            /** Whether that has passed, and somebody was alarmed. */
            overdue?: boolean;
          }[];
          /** Where its payment stands; null before there is one. */
          payment?: {
            version?: number;
            status?: string;
            /** What is to be authorised. */
            amount?: {
              amount: number;
              currency: string;
            } | null;
            /** Captured in all. */
            captured?: {
              amount: number;
              currency: string;
            } | null;
            /** Refunded in all. */
            refunded?: {
              amount: number;
              currency: string;
            } | null;
            declineReason?: string | null;
            /** A step that failed for good. */
            failure?: {
              step?: string;
              code?: string;
              /** Since when. */
              since?: string | null;
            } | null;
          } | null;
          /** The reservation of its lines; null before there is one. */
          allocation?: {
            version?: number;
            status?: string;
            lines?: ({
              /** Number of the line, from 1, in the order that they were sent. */
              line?: number;
              /** The product. */
              sku?: string;
              /** How many. */
              quantity?: number;
              status?: string;
              reason?: string | null;
            })[];
          } | null;
          /** Where its shipment stands; null before there is one. */
          shipment?: {
            /** The order. */
            orderId?: string;
            version?: number;
            status?: 'PREPARING' | 'PACKED' | 'DISPATCHED' | 'DELIVERED' | 'STOPPED' | 'FAILED' | 'RETURNED';
            /** Where to. */
            address?: {
              /** Who receives it there, where that is not the customer. */
              recipient?: string | null;
              /** Street and house number. */
              street?: string | null;
              /** City or town. */
              city?: string | null;
              /** State, province or county. */
              state?: string | null;
              /** Postal code. */
              postalCode?: string | null;
              /** Country, by name or ISO 3166-1 code. */
              country?: string | null;
            } | null;
            parcels?: number;
            carrier?: string | null;
            tracking?: string | null;
            /** The packing list, and what of it came back. */
            lines?: {
              /** Number of the line within its order. */
              line?: number;
              sku?: string;
              quantity?: number;
              title?: string;
              refundedQuantity?: number;
              restockedQuantity?: number;
            }[];
            /** When it was packed. */
            packedAt?: string | null;
            /** When the carrier took it. */
            dispatchedAt?: string | null;
            /** When it arrived. */
            deliveredAt?: string | null;
            failureReason?: string | null;
            note?: string | null;
            /** Who owes the next step, and by when. */
            owed?: {
              step?: string;
              owedBy?: string;
              /** Since when. */
              since?: string;
              /** By when. */
              due?: string;
              /** Whether that has passed, and somebody was alarmed. */
              overdue?: boolean;
            }[];
            /** What there is to follow, and what can be done next. */
            links?: Record<string, string>;
            /** What can be done next, as things stand; with a body as the document says. */
            actions?: ({
              name: string;
              method: 'POST' | 'PUT' | 'DELETE';
              href: string;
            })[];
          } | null;
          /** All that happened, in the order of time. */
          story?: ({
            /** When. */
            at?: string;
            /** orders, payments, allocations or shipping. */
            by?: string;
            what?: string;
            reason?: string | null;
            /** Of the fact that says so. */
            version?: number;
          })[];
          /** What `expand` asks for; left out where it asks for nothing. */
          expanded?: {
            /** Whose order it is, as /customers has him; null where nobody is known. */
            customer?: {
              /** The customer. */
              customerId: string;
              version: number;
              status?: 'ACTIVE' | 'ERASING' | 'ERASED';
              /** Full name. */
              name?: string | null;
              /** Where mail goes. */
              email?: string | null;
              /** Phone number. */
              phone?: string | null;
              /** Company, where the customer buys for one. */
              company?: string | null;
              addresses?: ({
                /** Unique within the customer. Left out: its place in the list, from 1. */
                addressId?: string;
                /** Who receives it there, where that is not the customer. */
                recipient?: string | null;
                /** Street and house number. */
                street?: string | null;
                /** City or town. */
                city?: string | null;
                /** State, province or county. */
                state?: string | null;
                /** Postal code. */
                postalCode?: string | null;
                /** Country, by name or ISO 3166-1 code. */
                country?: string | null;
              })[];
              acceptsOrders?: boolean;
              /** What there is to follow, and what can be done next. */
              links?: Record<string, string>;
              /** What can be done next, as things stand; with a body as the document says. */
              actions?: ({
                name: string;
                method: 'POST' | 'PUT' | 'DELETE';
                href: string;
              })[];
            } | null;
            /** The shipment, with what it went through; null before there is one. */
            shipment?: {
              /** The order. */
              orderId?: string;
              version?: number;
              status?: 'PREPARING' | 'PACKED' | 'DISPATCHED' | 'DELIVERED' | 'STOPPED' | 'FAILED' | 'RETURNED';
              /** Where to. */
              address?: {
                /** Who receives it there, where that is not the customer. */
                recipient?: string | null;
                /** Street and house number. */
                street?: string | null;
                /** City or town. */
                city?: string | null;
                /** State, province or county. */
                state?: string | null;
                /** Postal code. */
                postalCode?: string | null;
                /** Country, by name or ISO 3166-1 code. */
                country?: string | null;
              } | null;
              parcels?: number;
              carrier?: string | null;
              tracking?: string | null;
              /** The packing list, and what of it came back. */
              lines?: {
                /** Number of the line within its order. */
                line?: number;
                sku?: string;
                quantity?: number;
                title?: string;
                refundedQuantity?: number;
                restockedQuantity?: number;
              }[];
              /** When it was packed. */
              packedAt?: string | null;
              /** When the carrier took it. */
              dispatchedAt?: string | null;
              /** When it arrived. */
              deliveredAt?: string | null;
              failureReason?: string | null;
              note?: string | null;
              /** Who owes the next step, and by when. */
              owed?: {
                step?: string;
                owedBy?: string;
                /** Since when. */
                since?: string;
                /** By when. */
                due?: string;
                /** Whether that has passed, and somebody was alarmed. */
                overdue?: boolean;
              }[];
              /** What there is to follow, and what can be done next. */
              links?: Record<string, string>;
              /** What can be done next, as things stand; with a body as the document says. */
              actions?: ({
                name: string;
                method: 'POST' | 'PUT' | 'DELETE';
                href: string;
              })[];
              /** All that happened, in the order of time. */
              history?: ({
                /** When. */
                at?: string;
                /** orders, payments, allocations or shipping. */
                by?: string;
                what?: string;
                reason?: string | null;
                /** Of the fact that says so. */
                version?: number;
              })[];
            } | null;
            /** The payment in full; null before there is one. */
            payments?: {
              version?: number;
              status?: string;
              /** What is to be authorised. */
              amount?: {
                amount: number;
                currency: string;
              } | null;
              /** Captured in all. */
              captured?: {
                amount: number;
                currency: string;
              } | null;
              /** Refunded in all. */
              refunded?: {
                amount: number;
                currency: string;
              } | null;
              declineReason?: string | null;
              /** A step that failed for good. */
              failure?: {
                step?: string;
                code?: string;
                /** Since when. */
                since?: string | null;
              } | null;
              /** Money set aside. */
              authorisation?: {
                /** How much. */
                amount?: {
                  amount: number;
                  currency: string;
                } | null;
                /** When. */
                at?: string | null;
                /** When it lapses by itself. */
                expiresAt?: string | null;
              } | null;
              /** Money taken. */
              capture?: {
                /** How much. */
                amount?: {
                  amount: number;
                  currency: string;
                } | null;
                /** When. */
                at?: string | null;
              } | null;
              /** That it was let go. */
              voidance?: {
                /** When. */
                at?: string | null;
              } | null;
              refunds?: ({
                /** How much. */
                amount?: {
                  amount: number;
                  currency: string;
                } | null;
                status?: string;
                /** When it was done. */
                at?: string | null;
              })[];
              /** All that happened, in the order of time. */
              history?: ({
                /** When. */
                at?: string;
                /** orders, payments, allocations or shipping. */
                by?: string;
                what?: string;
                reason?: string | null;
                /** Of the fact that says so. */
                version?: number;
              })[];
            } | null;
          };
          /** What there is to follow, and what can be done next. */
          links?: Record<string, string>;
          /** What can be done next, as things stand; with a body as the document says. */
          actions?: ({
            name: string;
            method: 'POST' | 'PUT' | 'DELETE';
            href: string;
          })[];
        };
      };
    };
    304: {
      headers: Record<string, unknown>;
      content?: never;
    };
    400: InputInvalid;
    401: Unauthenticated;
    403: Forbidden;
    404: NotFound2;
    409: AfterUndecided;
    429: RateLimited;
    431: HeadersTooLarge;
    500: Internal;
    503: Unavailable;
  };
};

/** Read what an order went through. The steps of the order, its payment, its reservation and its shipment, as one story. */
export type ReadTimeline = {
  parameters: {
    path: {
      /** The order. */
      orderId: string;
    };
    query?: {
      /** Only these fields, by name, with dots for those within; of a list, those of its entries. What is required is always sent. An unknown name is refused. Left out: all. */
      fields?: string | undefined;
      /** A request id: reads what that request has changed, and waits for it. Where it cannot be shown in time, the answer says why. */
      after?: string | undefined;
    };
    header?: {
      /** The ETag at hand: 304 where it still holds. */
      'if-none-match'?: string | undefined;
      /** wait=N (RFC 7240): with `after`, waits up to N seconds, at most 30. Left out: 5. */
      prefer?: string | undefined;
    };
  };
  responses: {
    200: {
      headers: Record<string, unknown>;
      content: {
        'application/json': {
          /** The order. */
          orderId: string;
          /** Of the order. */
          version: number;
          status?: 'RECEIVED' | 'PLACED' | 'CONFIRMED' | 'PACKED' | 'DISPATCHED' | 'DELIVERED' | 'REJECTING' | 'REJECTED' | 'STOPPING' | 'CANCELLING' | 'CANCELLED' | 'DELIVERY_FAILED' | 'RETURNING' | 'RETURNED';
          /** All that happened, in the order of time. */
          steps?: ({
            /** When. */
            at?: string;
            /** orders, payments, allocations or shipping. */
            by?: string;
            what?: string;
            reason?: string | null;
            /** Of the fact that says so. */
            version?: number;
          })[];
          /** Who owes the next step, and by when. */
          owed?: {
            step?: string;
            owedBy?: string;
            /** Since when. */
            since?: string;
            /** By when. */
            due?: string;
            /** Whether that has passed, and somebody was alarmed. */
            overdue?: boolean;
          }[];
          /** What there is to follow, and what can be done next. */
          links?: Record<string, string>;
        };
      };
    };
    304: {
      headers: Record<string, unknown>;
      content?: never;
    };
    400: InputInvalid;
    401: Unauthenticated;
    403: Forbidden;
    404: NotFound2;
    409: AfterUndecided;
    429: RateLimited;
    431: HeadersTooLarge;
    500: Internal;
    503: Unavailable;
  };
};

/** Cancel an order. Possible until the order is dispatched. Once it is confirmed, the warehouse decides between the cancel and its dispatch, so the outcome may take a moment. */
export type CancelOrder = {
  parameters: {
    path: {
      /** The order. */
      orderId: string;
    };
    header?: {
      /** Names the request, so that it can be repeated without being done twice: the same key with the same body is the same request for 7 days, with another body it is refused (422). Left out: every call is a request of its own. */
      'idempotency-key'?: string | undefined;
      /** wait=N (RFC 7240): waits up to N seconds, at most 30, until it is decided and reads show it; Preference-Applied says what was granted. Left out: answers 202 at once. */
      prefer?: string | undefined;
      /** The ETag of what was read: 412 where the resource has got another version since. The version goes along with the request, so that its owner decides. *: it must be there. */
      'if-match'?: string | undefined;
      /** *: it must not be there yet. */
      'if-none-match'?: string | undefined;
    };
  };
  requestBody?: {
    content: {
      'application/json': {
        /** Why, as a code. */
        reasonCode?: string | null | undefined;
        /** Why, in the customer’s own words: kept encrypted. */
        reason?: string | null | undefined;
      } | null;
    };
  };
  responses: {
    200: {
      headers: Record<string, unknown>;
      content: {
        'application/json': {
          /** Under which the outcome is found: /requests/{requestId}. */
          requestId: string;
          status: 'undecided' | 'accepted';
          /** What there is to follow, and what can be done next. */
          links: Record<string, string>;
          /** Of the resource that holds it; once it is accepted. */
          version?: number | null;
          /** Accepted: whether reads show it already. A read model that is paused or being filled is not waited for. */
          shown?: boolean;
          /** When it was accepted. */
          decidedAt?: string;
        };
      };
    };
    202: {
      headers: Record<string, unknown>;
      content: {
        'application/json': {
          /** Under which the outcome is found: /requests/{requestId}. */
          requestId: string;
          status: 'undecided' | 'accepted';
          /** What there is to follow, and what can be done next. */
          links: Record<string, string>;
          /** Of the resource that holds it; once it is accepted. */
          version?: number | null;
          /** Accepted: whether reads show it already. A read model that is paused or being filled is not waited for. */
          shown?: boolean;
          /** When it was accepted. */
          decidedAt?: string;
        };
      };
    };
    400: InputInvalid2;
    401: Unauthenticated;
    403: Forbidden;
    404: RejectedUnknown;
    409: RejectedState;
    412: PreconditionFailed;
    413: BodyTooLarge;
    415: MediaTypeUnsupported;
    422: RejectedContent;
    429: RateLimited;
    431: HeadersTooLarge;
    500: Internal;
    503: Unavailable;
  };
};

/** Ask to send lines back. Possible once the order is delivered. The refund follows when the warehouse has received the goods. */
export type ReturnOrder = {
  parameters: {
    path: {
      /** The order. */
      orderId: string;
    };
    header?: {
      /** Names the request, so that it can be repeated without being done twice: the same key with the same body is the same request for 7 days, with another body it is refused (422). Left out: every call is a request of its own. */
      'idempotency-key'?: string | undefined;
      /** wait=N (RFC 7240): waits up to N seconds, at most 30, until it is decided and reads show it; Preference-Applied says what was granted. Left out: answers 202 at once. */
      prefer?: string | undefined;
      /** The ETag of what was read: 412 where the resource has got another version since. The version goes along with the request, so that its owner decides. *: it must be there. */
      'if-match'?: string | undefined;
      /** *: it must not be there yet. */
      'if-none-match'?: string | undefined;
    };
  };
  requestBody: {
    content: {
      'application/json': {
        /** What goes back. */
        lines: {
          /** Number of the line, from 1, in the order that they were sent. */
          line: number;
          /** How many. */
          quantity: number;
        }[];
        /** Why, as a code. */
        reasonCode?: string | null | undefined;
        /** Why, in the customer’s own words: kept encrypted. */
        reason?: string | null | undefined;
      };
    };
  };
  responses: {
    200: {
      headers: Record<string, unknown>;
      content: {
        'application/json': {
          /** Under which the outcome is found: /requests/{requestId}. */
          requestId: string;
          status: 'undecided' | 'accepted';
          /** What there is to follow, and what can be done next. */
          links: Record<string, string>;
          /** Of the resource that holds it; once it is accepted. */
          version?: number | null;
          /** Accepted: whether reads show it already. A read model that is paused or being filled is not waited for. */
          shown?: boolean;
          /** When it was accepted. */
          decidedAt?: string;
        };
      };
    };
    202: {
      headers: Record<string, unknown>;
      content: {
        'application/json': {
          /** Under which the outcome is found: /requests/{requestId}. */
          requestId: string;
          status: 'undecided' | 'accepted';
          /** What there is to follow, and what can be done next. */
          links: Record<string, string>;
          /** Of the resource that holds it; once it is accepted. */
          version?: number | null;
          /** Accepted: whether reads show it already. A read model that is paused or being filled is not waited for. */
          shown?: boolean;
          /** When it was accepted. */
          decidedAt?: string;
        };
      };
    };
    400: InputInvalid2;
    401: Unauthenticated;
    403: Forbidden;
    404: RejectedUnknown;
    409: RejectedState;
    412: PreconditionFailed;
    413: BodyTooLarge;
    415: MediaTypeUnsupported;
    422: RejectedContent;
    429: RateLimited;
    431: HeadersTooLarge;
    500: Internal;
    503: Unavailable;
  };
};

/** Read the rows that each read model has of an order. As they stand in the tables that readers ask, so that a wrong one can be seen; personal texts are ciphertext. `GET /orders/{orderId}/trail` tells how far each has read. A read model that is being filled is left out. */
export type ReadOrderViews = {
  parameters: {
    path: {
      /** The order. */
      orderId: string;
    };
  };
  responses: {
    200: {
      headers: Record<string, unknown>;
      content: {
        'application/json': {
          /** The order. */
          orderId: string;
          /** In the order of the catalogue. */
          views: {
            name: string;
            /** Of which it shows the newest fact. */
            topic: string;
            table: string;
            /** It is a report: the row is what the order adds to its sums. */
            adds: boolean;
            /** The one that readers ask. */
            generation: number;
            /** At most 20; none: it has nothing of this order. */
            rows: Record<string, unknown>[];
            /** Whether there are more than these. */
            more: boolean;
          }[];
          /** What there is to follow, and what can be done next. */
          links: Record<string, string>;
        };
      };
    };
    400: InputInvalid;
    401: Unauthenticated;
    403: Forbidden;
    429: RateLimited;
    431: HeadersTooLarge;
    500: Internal;
    503: Unavailable;
  };
};

/** List products. By id. Filters are exact. */
export type ListProducts = {
  parameters: {
    query?: {
      /** Only these. Left out: all. */
      status?: 'ACTIVE' | 'WITHDRAWN' | undefined;
      /** Only of this artist. */
      artist?: string | undefined;
      /** Only in this format. */
      format?: string | undefined;
      /** Most entries of a page. Default 20. */
      limit?: number | undefined;
      /** Where the page begins: `nextCursor` of the page before it. */
      cursor?: string | undefined;
      /** Only these fields, by name, with dots for those within; of a list, those of its entries. What is required is always sent. An unknown name is refused. Left out: all. */
      fields?: string | undefined;
      /** A request id: reads what that request has changed, and waits for it. Where it cannot be shown in time, the answer says why. */
      after?: string | undefined;
    };
    header?: {
      /** The ETag at hand: 304 where it still holds. */
      'if-none-match'?: string | undefined;
      /** wait=N (RFC 7240): with `after`, waits up to N seconds, at most 30. Left out: 5. */
      prefer?: string | undefined;
    };
  };
  responses: {
    200: {
      headers: Record<string, unknown>;
      content: {
        'application/json': {
          products: ({
            /** The product. */
            sku: string;
            version: number;
            status?: 'ACTIVE' | 'WITHDRAWN';
            /** Title. */
            title?: string;
            /** Artist. */
            artist?: string;
            /** Album that it belongs to. */
            album?: string | null;
            /** Genre. */
            genre?: string | null;
            /** Format, such as LP, CD, or a file type. */
            format?: string;
            /** What one costs. */
            price?: {
              amount: number;
              currency: string;
            } | null;
            /** Of the newest change. */
            changedAt?: string;
            /** What there is to follow, and what can be done next. */
            links?: Record<string, string>;
            /** What can be done next, as things stand; with a body as the document says. */
            actions?: ({
              name: string;
              method: 'POST' | 'PUT' | 'DELETE';
              href: string;
            })[];
          })[];
          /** Null on the last page. */
          nextCursor: string | null;
        };
      };
    };
    304: {
      headers: Record<string, unknown>;
      content?: never;
    };
    400: InputInvalid;
    401: Unauthenticated;
    403: Forbidden;
    404: AfterUnknown;
    409: AfterUndecided;
    429: RateLimited;
    431: HeadersTooLarge;
    500: Internal;
    503: Unavailable;
  };
};

/** Put a product. Its whole content, whether it is new or known. A withdrawn product is sold again. */
export type PutProduct = {
  parameters: {
    path: {
      /** The product. */
      sku: string;
    };
    header?: {
      /** Names the request, so that it can be repeated without being done twice: the same key with the same body is the same request for 7 days, with another body it is refused (422). Left out: every call is a request of its own. */
      'idempotency-key'?: string | undefined;
      /** wait=N (RFC 7240): waits up to N seconds, at most 30, until it is decided and reads show it; Preference-Applied says what was granted. Left out: answers 202 at once. */
      prefer?: string | undefined;
      /** The ETag of what was read: 412 where the resource has got another version since. The version goes along with the request, so that its owner decides. *: it must be there. */
      'if-match'?: string | undefined;
      /** *: it must not be there yet. */
      'if-none-match'?: string | undefined;
    };
  };
  requestBody: {
    content: {
      'application/json': {
        /** Title. */
        title: string;
        /** Artist. */
        artist: string;
        /** Album that it belongs to. */
        album?: string | null | undefined;
        /** Genre. */
        genre?: string | null | undefined;
        /** Format, such as LP, CD, or a file type. */
        format: string;
        /** What one costs. */
        price: {
          /** In minor units, such as cents. */
          amount: number;
          /** ISO 4217 code. */
          currency: string;
        };
      };
    };
  };
  responses: {
    200: {
      headers: Record<string, unknown>;
      content: {
        'application/json': {
          /** Under which the outcome is found: /requests/{requestId}. */
          requestId: string;
          status: 'undecided' | 'accepted';
          /** What there is to follow, and what can be done next. */
          links: Record<string, string>;
          /** Of the resource that holds it; once it is accepted. */
          version?: number | null;
          /** Accepted: whether reads show it already. A read model that is paused or being filled is not waited for. */
          shown?: boolean;
          /** When it was accepted. */
          decidedAt?: string;
        };
      };
    };
    202: {
      headers: Record<string, unknown>;
      content: {
        'application/json': {
          /** Under which the outcome is found: /requests/{requestId}. */
          requestId: string;
          status: 'undecided' | 'accepted';
          /** What there is to follow, and what can be done next. */
          links: Record<string, string>;
          /** Of the resource that holds it; once it is accepted. */
          version?: number | null;
          /** Accepted: whether reads show it already. A read model that is paused or being filled is not waited for. */
          shown?: boolean;
          /** When it was accepted. */
          decidedAt?: string;
        };
      };
    };
    400: InputInvalid2;
    401: Unauthenticated;
    403: Forbidden;
    404: RejectedUnknown;
    409: RejectedState;
    412: PreconditionFailed;
    413: BodyTooLarge;
    415: MediaTypeUnsupported;
    422: RejectedContent;
    429: RateLimited;
    431: HeadersTooLarge;
    500: Internal;
    503: Unavailable;
  };
};

/** Read a product. What the shop knows of it, and what can be done with it. */
export type ReadProduct = {
  parameters: {
    path: {
      /** The product. */
      sku: string;
    };
    query?: {
      /** Only these fields, by name, with dots for those within; of a list, those of its entries. What is required is always sent. An unknown name is refused. Left out: all. */
      fields?: string | undefined;
      /** A request id: reads what that request has changed, and waits for it. Where it cannot be shown in time, the answer says why. */
      after?: string | undefined;
    };
    header?: {
      /** The ETag at hand: 304 where it still holds. */
      'if-none-match'?: string | undefined;
      /** wait=N (RFC 7240): with `after`, waits up to N seconds, at most 30. Left out: 5. */
      prefer?: string | undefined;
    };
  };
  responses: {
    200: {
      headers: Record<string, unknown>;
      content: {
        'application/json': {
          /** The product. */
          sku: string;
          version: number;
          status?: 'ACTIVE' | 'WITHDRAWN';
          /** Title. */
          title?: string;
          /** Artist. */
          artist?: string;
          /** Album that it belongs to. */
          album?: string | null;
          /** Genre. */
          genre?: string | null;
          /** Format, such as LP, CD, or a file type. */
          format?: string;
          /** What one costs. */
          price?: {
            amount: number;
            currency: string;
          } | null;
          /** Of the newest change. */
          changedAt?: string;
          /** What there is to follow, and what can be done next. */
          links?: Record<string, string>;
          /** What can be done next, as things stand; with a body as the document says. */
          actions?: ({
            name: string;
            method: 'POST' | 'PUT' | 'DELETE';
            href: string;
          })[];
        };
      };
    };
    304: {
      headers: Record<string, unknown>;
      content?: never;
    };
    400: InputInvalid;
    401: Unauthenticated;
    403: Forbidden;
    404: NotFound2;
    409: AfterUndecided;
    429: RateLimited;
    431: HeadersTooLarge;
    500: Internal;
    503: Unavailable;
  };
};

/** Withdraw a product. It is no longer sold; orders that have it go on. */
export type WithdrawProduct = {
  parameters: {
    path: {
      /** The product. */
      sku: string;
    };
    header?: {
      /** Names the request, so that it can be repeated without being done twice: the same key with the same body is the same request for 7 days, with another body it is refused (422). Left out: every call is a request of its own. */
      'idempotency-key'?: string | undefined;
      /** wait=N (RFC 7240): waits up to N seconds, at most 30, until it is decided and reads show it; Preference-Applied says what was granted. Left out: answers 202 at once. */
      prefer?: string | undefined;
      /** The ETag of what was read: 412 where the resource has got another version since. The version goes along with the request, so that its owner decides. *: it must be there. */
      'if-match'?: string | undefined;
      /** *: it must not be there yet. */
      'if-none-match'?: string | undefined;
    };
  };
  requestBody?: {
    content: {
      'application/json': {
        /** Why, as a code. */
        reasonCode?: string | null | undefined;
      } | null;
    };
  };
  responses: {
    200: {
      headers: Record<string, unknown>;
      content: {
        'application/json': {
          /** Under which the outcome is found: /requests/{requestId}. */
          requestId: string;
          status: 'undecided' | 'accepted';
          /** What there is to follow, and what can be done next. */
          links: Record<string, string>;
          /** Of the resource that holds it; once it is accepted. */
          version?: number | null;
          /** Accepted: whether reads show it already. A read model that is paused or being filled is not waited for. */
          shown?: boolean;
          /** When it was accepted. */
          decidedAt?: string;
        };
      };
    };
    202: {
      headers: Record<string, unknown>;
      content: {
        'application/json': {
          /** Under which the outcome is found: /requests/{requestId}. */
          requestId: string;
          status: 'undecided' | 'accepted';
          /** What there is to follow, and what can be done next. */
          links: Record<string, string>;
          /** Of the resource that holds it; once it is accepted. */
          version?: number | null;
          /** Accepted: whether reads show it already. A read model that is paused or being filled is not waited for. */
          shown?: boolean;
          /** When it was accepted. */
          decidedAt?: string;
        };
      };
    };
    400: InputInvalid2;
    401: Unauthenticated;
    403: Forbidden;
    404: RejectedUnknown;
    409: RejectedState;
    412: PreconditionFailed;
    413: BodyTooLarge;
    415: MediaTypeUnsupported;
    422: RejectedContent;
    429: RateLimited;
    431: HeadersTooLarge;
    500: Internal;
    503: Unavailable;
  };
};

/** List the stock of all products. What the warehouse has of each product, by sku; pages by cursor. */
export type ListStock = {
  parameters: {
    query?: {
      /** Only where fewer can still be reserved. Left out: all. */
      availableBelow?: number | undefined;
      /** Most entries of a page. Default 20. */
      limit?: number | undefined;
      /** Where the page begins: `nextCursor` of the page before it. */
      cursor?: string | undefined;
      /** Only these fields, by name, with dots for those within; of a list, those of its entries. What is required is always sent. An unknown name is refused. Left out: all. */
      fields?: string | undefined;
      /** A request id: reads what that request has changed, and waits for it. Where it cannot be shown in time, the answer says why. */
      after?: string | undefined;
    };
    header?: {
      /** The ETag at hand: 304 where it still holds. */
      'if-none-match'?: string | undefined;
      /** wait=N (RFC 7240): with `after`, waits up to N seconds, at most 30. Left out: 5. */
      prefer?: string | undefined;
    };
  };
  responses: {
    200: {
      headers: Record<string, unknown>;
      content: {
        'application/json': {
          stock: ({
            /** The product. */
            sku: string;
            version: number;
            /** What can still be reserved. */
            available?: number;
            /** On the shelf, reserved ones included. */
            onHand?: number;
            /** Of these, reserved for orders. */
            reserved?: number;
            /** Received in all. */
            received?: number;
            /** Differences found by counting, in all; may be negative. */
            counted?: number;
            /** Written off in all. */
            writtenOff?: number;
            /** Restocked after returns, in all. */
            restocked?: number;
            /** Consumed by packing, in all. */
            consumed?: number;
            /** Of the newest change. */
            changedAt?: string;
            /** What there is to follow, and what can be done next. */
            links?: Record<string, string>;
            /** What can be done next, as things stand; with a body as the document says. */
            actions?: ({
              name: string;
              method: 'POST' | 'PUT' | 'DELETE';
              href: string;
            })[];
          })[];
          /** Null on the last page. */
          nextCursor: string | null;
        };
      };
    };
    304: {
      headers: Record<string, unknown>;
      content?: never;
    };
    400: InputInvalid;
    401: Unauthenticated;
    403: Forbidden;
    404: AfterUnknown;
    409: AfterUndecided;
    429: RateLimited;
    431: HeadersTooLarge;
    500: Internal;
    503: Unavailable;
  };
};

/** Receive goods. So many have come in. */
export type ReceiveStock = {
  parameters: {
    path: {
      /** The product. */
      sku: string;
    };
    header?: {
      /** Names the request, so that it can be repeated without being done twice: the same key with the same body is the same request for 7 days, with another body it is refused (422). Left out: every call is a request of its own. */
      'idempotency-key'?: string | undefined;
      /** wait=N (RFC 7240): waits up to N seconds, at most 30, until it is decided and reads show it; Preference-Applied says what was granted. Left out: answers 202 at once. */
      prefer?: string | undefined;
      /** The ETag of what was read: 412 where the resource has got another version since. The version goes along with the request, so that its owner decides. *: it must be there. */
      'if-match'?: string | undefined;
      /** *: it must not be there yet. */
      'if-none-match'?: string | undefined;
    };
  };
  requestBody: {
    content: {
      'application/json': {
        /** How many. */
        quantity: number;
        /** Delivery note or counting list. */
        reference?: string | null | undefined;
      };
    };
  };
  responses: {
    200: {
      headers: Record<string, unknown>;
      content: {
        'application/json': {
          /** Under which the outcome is found: /requests/{requestId}. */
          requestId: string;
          status: 'undecided' | 'accepted';
          /** What there is to follow, and what can be done next. */
          links: Record<string, string>;
          /** Of the resource that holds it; once it is accepted. */
          version?: number | null;
          /** Accepted: whether reads show it already. A read model that is paused or being filled is not waited for. */
          shown?: boolean;
          /** When it was accepted. */
          decidedAt?: string;
        };
      };
    };
    202: {
      headers: Record<string, unknown>;
      content: {
        'application/json': {
          /** Under which the outcome is found: /requests/{requestId}. */
          requestId: string;
          status: 'undecided' | 'accepted';
          /** What there is to follow, and what can be done next. */
          links: Record<string, string>;
          /** Of the resource that holds it; once it is accepted. */
          version?: number | null;
          /** Accepted: whether reads show it already. A read model that is paused or being filled is not waited for. */
          shown?: boolean;
          /** When it was accepted. */
          decidedAt?: string;
        };
      };
    };
    400: InputInvalid2;
    401: Unauthenticated;
    403: Forbidden;
    404: RejectedUnknown;
    409: RejectedState;
    412: PreconditionFailed;
    413: BodyTooLarge;
    415: MediaTypeUnsupported;
    422: RejectedContent;
    429: RateLimited;
    431: HeadersTooLarge;
    500: Internal;
    503: Unavailable;
  };
};

/** Count goods. So many lie on the shelf; the difference is booked. Fewer than are reserved is rejected. */
export type CountStock = {
  parameters: {
    path: {
      /** The product. */
      sku: string;
    };
    header?: {
      /** Names the request, so that it can be repeated without being done twice: the same key with the same body is the same request for 7 days, with another body it is refused (422). Left out: every call is a request of its own. */
      'idempotency-key'?: string | undefined;
      /** wait=N (RFC 7240): waits up to N seconds, at most 30, until it is decided and reads show it; Preference-Applied says what was granted. Left out: answers 202 at once. */
      prefer?: string | undefined;
      /** The ETag of what was read: 412 where the resource has got another version since. The version goes along with the request, so that its owner decides. *: it must be there. */
      'if-match'?: string | undefined;
      /** *: it must not be there yet. */
      'if-none-match'?: string | undefined;
    };
  };
  requestBody: {
    content: {
      'application/json': {
        /** How many. */
        quantity: number;
        /** Delivery note or counting list. */
        reference?: string | null | undefined;
      };
    };
  };
  responses: {
    200: {
      headers: Record<string, unknown>;
      content: {
        'application/json': {
          /** Under which the outcome is found: /requests/{requestId}. */
          requestId: string;
          status: 'undecided' | 'accepted';
          /** What there is to follow, and what can be done next. */
          links: Record<string, string>;
          /** Of the resource that holds it; once it is accepted. */
          version?: number | null;
          /** Accepted: whether reads show it already. A read model that is paused or being filled is not waited for. */
          shown?: boolean;
          /** When it was accepted. */
          decidedAt?: string;
        };
      };
    };
    202: {
      headers: Record<string, unknown>;
      content: {
        'application/json': {
          /** Under which the outcome is found: /requests/{requestId}. */
          requestId: string;
          status: 'undecided' | 'accepted';
          /** What there is to follow, and what can be done next. */
          links: Record<string, string>;
          /** Of the resource that holds it; once it is accepted. */
          version?: number | null;
          /** Accepted: whether reads show it already. A read model that is paused or being filled is not waited for. */
          shown?: boolean;
          /** When it was accepted. */
          decidedAt?: string;
        };
      };
    };
    400: InputInvalid2;
    401: Unauthenticated;
    403: Forbidden;
    404: RejectedUnknown;
    409: RejectedState;
    412: PreconditionFailed;
    413: BodyTooLarge;
    415: MediaTypeUnsupported;
    422: RejectedContent;
    429: RateLimited;
    431: HeadersTooLarge;
    500: Internal;
    503: Unavailable;
  };
};

/** Write goods off. So many are lost or broken. More than are free is rejected: cancel an order first. */
export type WriteOffStock = {
  parameters: {
    path: {
      /** The product. */
      sku: string;
    };
    header?: {
      /** Names the request, so that it can be repeated without being done twice: the same key with the same body is the same request for 7 days, with another body it is refused (422). Left out: every call is a request of its own. */
      'idempotency-key'?: string | undefined;
      /** wait=N (RFC 7240): waits up to N seconds, at most 30, until it is decided and reads show it; Preference-Applied says what was granted. Left out: answers 202 at once. */
      prefer?: string | undefined;
      /** The ETag of what was read: 412 where the resource has got another version since. The version goes along with the request, so that its owner decides. *: it must be there. */
      'if-match'?: string | undefined;
      /** *: it must not be there yet. */
      'if-none-match'?: string | undefined;
    };
  };
  requestBody: {
    content: {
      'application/json': {
        /** How many. */
        quantity: number;
        /** Delivery note or counting list. */
        reference?: string | null | undefined;
        /** Why, as a code. */
        reasonCode?: string | null | undefined;
      };
    };
  };
  responses: {
    200: {
      headers: Record<string, unknown>;
      content: {
        'application/json': {
          /** Under which the outcome is found: /requests/{requestId}. */
          requestId: string;
          status: 'undecided' | 'accepted';
          /** What there is to follow, and what can be done next. */
          links: Record<string, string>;
          /** Of the resource that holds it; once it is accepted. */
          version?: number | null;
          /** Accepted: whether reads show it already. A read model that is paused or being filled is not waited for. */
          shown?: boolean;
          /** When it was accepted. */
          decidedAt?: string;
        };
      };
    };
    202: {
      headers: Record<string, unknown>;
      content: {
        'application/json': {
          /** Under which the outcome is found: /requests/{requestId}. */
          requestId: string;
          status: 'undecided' | 'accepted';
          /** What there is to follow, and what can be done next. */
          links: Record<string, string>;
          /** Of the resource that holds it; once it is accepted. */
          version?: number | null;
          /** Accepted: whether reads show it already. A read model that is paused or being filled is not waited for. */
          shown?: boolean;
          /** When it was accepted. */
          decidedAt?: string;
        };
      };
    };
    400: InputInvalid2;
    401: Unauthenticated;
    403: Forbidden;
    404: RejectedUnknown;
    409: RejectedState;
    412: PreconditionFailed;
    413: BodyTooLarge;
    415: MediaTypeUnsupported;
    422: RejectedContent;
    429: RateLimited;
    431: HeadersTooLarge;
    500: Internal;
    503: Unavailable;
  };
};

/** Read the stock of a product. Received ± counted − written off + restocked = on hand + consumed. */
export type ReadStock = {
  parameters: {
    path: {
      /** The product. */
      sku: string;
    };
    query?: {
      /** Only these fields, by name, with dots for those within; of a list, those of its entries. What is required is always sent. An unknown name is refused. Left out: all. */
      fields?: string | undefined;
      /** A request id: reads what that request has changed, and waits for it. Where it cannot be shown in time, the answer says why. */
      after?: string | undefined;
    };
    header?: {
      /** The ETag at hand: 304 where it still holds. */
      'if-none-match'?: string | undefined;
      /** wait=N (RFC 7240): with `after`, waits up to N seconds, at most 30. Left out: 5. */
      prefer?: string | undefined;
    };
  };
  responses: {
    200: {
      headers: Record<string, unknown>;
      content: {
        'application/json': {
          /** The product. */
          sku: string;
          version: number;
          /** What can still be reserved. */
          available?: number;
          /** On the shelf, reserved ones included. */
          onHand?: number;
          /** Of these, reserved for orders. */
          reserved?: number;
          /** Received in all. */
          received?: number;
          /** Differences found by counting, in all; may be negative. */
          counted?: number;
          /** Written off in all. */
          writtenOff?: number;
          /** Restocked after returns, in all. */
          restocked?: number;
          /** Consumed by packing, in all. */
          consumed?: number;
          /** Of the newest change. */
          changedAt?: string;
          /** What there is to follow, and what can be done next. */
          links?: Record<string, string>;
          /** What can be done next, as things stand; with a body as the document says. */
          actions?: ({
            name: string;
            method: 'POST' | 'PUT' | 'DELETE';
            href: string;
          })[];
        };
      };
    };
    304: {
      headers: Record<string, unknown>;
      content?: never;
    };
    400: InputInvalid;
    401: Unauthenticated;
    403: Forbidden;
    404: NotFound2;
    409: AfterUndecided;
    429: RateLimited;
    431: HeadersTooLarge;
    500: Internal;
    503: Unavailable;
  };
};

/** Register a customer. Everything personal is kept encrypted with a key of the customer’s own. */
export type RegisterCustomer = {
  parameters: {
    header?: {
      /** Names the request, so that it can be repeated without being done twice: the same key with the same body is the same request for 7 days, with another body it is refused (422). Left out: every call is a request of its own. */
      'idempotency-key'?: string | undefined;
      /** wait=N (RFC 7240): waits up to N seconds, at most 30, until it is decided and reads show it; Preference-Applied says what was granted. Left out: answers 202 at once. */
      prefer?: string | undefined;
    };
  };
  requestBody: {
    content: {
      'application/json': {
        /** Full name. */
        name?: string | null | undefined;
        /** Where mail goes. */
        email?: string | null | undefined;
        /** Phone number. */
        phone?: string | null | undefined;
        /** Company, where the customer buys for one. */
        company?: string | null | undefined;
        /** The first is the default. */
        addresses?: ({
          /** Unique within the customer. Left out: its place in the list, from 1. */
          addressId?: string | undefined;
          /** Who receives it there, where that is not the customer. */
          recipient?: string | null | undefined;
          /** Street and house number. */
          street?: string | null | undefined;
          /** City or town. */
          city?: string | null | undefined;
          /** State, province or county. */
          state?: string | null | undefined;
          /** Postal code. */
          postalCode?: string | null | undefined;
          /** Country, by name or ISO 3166-1 code. */
          country?: string | null | undefined;
        })[] | undefined;
      };
    };
  };
  responses: {
    201: {
      headers: Record<string, unknown>;
      content: {
        'application/json': {
          /** Under which the outcome is found: /requests/{requestId}. */
          requestId: string;
          status: 'undecided' | 'accepted';
          /** The customer. */
          customerId: string;
          /** What there is to follow, and what can be done next. */
          links: Record<string, string>;
          /** Of the resource that holds it; once it is accepted. */
          version?: number | null;
          /** Accepted: whether reads show it already. A read model that is paused or being filled is not waited for. */
          shown?: boolean;
          /** When it was accepted. */
          decidedAt?: string;
        };
      };
    };
    202: {
      headers: Record<string, unknown>;
      content: {
        'application/json': {
          /** Under which the outcome is found: /requests/{requestId}. */
          requestId: string;
          status: 'undecided' | 'accepted';
          /** The customer. */
          customerId: string;
          /** What there is to follow, and what can be done next. */
          links: Record<string, string>;
          /** Of the resource that holds it; once it is accepted. */
          version?: number | null;
          /** Accepted: whether reads show it already. A read model that is paused or being filled is not waited for. */
          shown?: boolean;
          /** When it was accepted. */
          decidedAt?: string;
        };
      };
    };
    400: InputInvalid2;
    401: Unauthenticated;
    403: Forbidden;
    404: RejectedUnknown;
    409: RejectedState;
    412: PreconditionFailed;
    413: BodyTooLarge;
    415: MediaTypeUnsupported;
    422: RejectedContent;
    429: RateLimited;
    431: HeadersTooLarge;
    500: Internal;
    503: Unavailable;
  };
};

/** Register or change a customer. The whole content: what is left out is no longer known. */
export type PutCustomer = {
  parameters: {
    path: {
      /** The customer. */
      customerId: string;
    };
    header?: {
      /** Names the request, so that it can be repeated without being done twice: the same key with the same body is the same request for 7 days, with another body it is refused (422). Left out: every call is a request of its own. */
      'idempotency-key'?: string | undefined;
      /** wait=N (RFC 7240): waits up to N seconds, at most 30, until it is decided and reads show it; Preference-Applied says what was granted. Left out: answers 202 at once. */
      prefer?: string | undefined;
      /** The ETag of what was read: 412 where the resource has got another version since. The version goes along with the request, so that its owner decides. *: it must be there. */
      'if-match'?: string | undefined;
      /** *: it must not be there yet. */
      'if-none-match'?: string | undefined;
    };
  };
  requestBody: {
    content: {
      'application/json': {
        /** Full name. */
        name?: string | null | undefined;
        /** Where mail goes. */
        email?: string | null | undefined;
        /** Phone number. */
        phone?: string | null | undefined;
        /** Company, where the customer buys for one. */
        company?: string | null | undefined;
        /** The first is the default. */
        addresses?: ({
          /** Unique within the customer. Left out: its place in the list, from 1. */
          addressId?: string | undefined;
          /** Who receives it there, where that is not the customer. */
          recipient?: string | null | undefined;
          /** Street and house number. */
          street?: string | null | undefined;
          /** City or town. */
          city?: string | null | undefined;
          /** State, province or county. */
          state?: string | null | undefined;
          /** Postal code. */
          postalCode?: string | null | undefined;
          /** Country, by name or ISO 3166-1 code. */
          country?: string | null | undefined;
        })[] | undefined;
      };
    };
  };
  responses: {
    200: {
      headers: Record<string, unknown>;
      content: {
        'application/json': {
          /** Under which the outcome is found: /requests/{requestId}. */
          requestId: string;
          status: 'undecided' | 'accepted';
          /** The customer. */
          customerId: string;
          /** What there is to follow, and what can be done next. */
          links: Record<string, string>;
          /** Of the resource that holds it; once it is accepted. */
          version?: number | null;
          /** Accepted: whether reads show it already. A read model that is paused or being filled is not waited for. */
          shown?: boolean;
          /** When it was accepted. */
          decidedAt?: string;
        };
      };
    };
    202: {
      headers: Record<string, unknown>;
      content: {
        'application/json': {
          /** Under which the outcome is found: /requests/{requestId}. */
          requestId: string;
          status: 'undecided' | 'accepted';
          /** The customer. */
          customerId: string;
          /** What there is to follow, and what can be done next. */
          links: Record<string, string>;
          /** Of the resource that holds it; once it is accepted. */
          version?: number | null;
          /** Accepted: whether reads show it already. A read model that is paused or being filled is not waited for. */
          shown?: boolean;
          /** When it was accepted. */
          decidedAt?: string;
        };
      };
    };
    400: InputInvalid2;
    401: Unauthenticated;
    403: Forbidden;
    404: RejectedUnknown;
    409: RejectedState;
    412: PreconditionFailed;
    413: BodyTooLarge;
    415: MediaTypeUnsupported;
    422: RejectedContent;
    429: RateLimited;
    431: HeadersTooLarge;
    500: Internal;
    503: Unavailable;
  };
};

/** Read a customer. As he stands, in clear text. */
export type ReadCustomer = {
  parameters: {
    path: {
      /** The customer. */
      customerId: string;
    };
    query?: {
      /** Only these fields, by name, with dots for those within; of a list, those of its entries. What is required is always sent. An unknown name is refused. Left out: all. */
      fields?: string | undefined;
      /** A request id: reads what that request has changed, and waits for it. Where it cannot be shown in time, the answer says why. */
      after?: string | undefined;
    };
    header?: {
      /** The ETag at hand: 304 where it still holds. */
      'if-none-match'?: string | undefined;
      /** wait=N (RFC 7240): with `after`, waits up to N seconds, at most 30. Left out: 5. */
      prefer?: string | undefined;
    };
  };
  responses: {
    200: {
      headers: Record<string, unknown>;
      content: {
        'application/json': {
          /** The customer. */
          customerId: string;
          version: number;
          status?: 'ACTIVE' | 'ERASING' | 'ERASED';
          /** Full name. */
          name?: string | null;
          /** Where mail goes. */
          email?: string | null;
          /** Phone number. */
          phone?: string | null;
          /** Company, where the customer buys for one. */
          company?: string | null;
          addresses?: ({
            /** Unique within the customer. Left out: its place in the list, from 1. */
            addressId?: string;
            /** Who receives it there, where that is not the customer. */
            recipient?: string | null;
            /** Street and house number. */
            street?: string | null;
            /** City or town. */
            city?: string | null;
            /** State, province or county. */
            state?: string | null;
            /** Postal code. */
            postalCode?: string | null;
            /** Country, by name or ISO 3166-1 code. */
            country?: string | null;
          })[];
          acceptsOrders?: boolean;
          /** What there is to follow, and what can be done next. */
          links?: Record<string, string>;
          /** What can be done next, as things stand; with a body as the document says. */
          actions?: ({
            name: string;
            method: 'POST' | 'PUT' | 'DELETE';
            href: string;
          })[];
        };
      };
    };
    304: {
      headers: Record<string, unknown>;
      content?: never;
    };
    400: InputInvalid;
    401: Unauthenticated;
    403: Forbidden;
    404: NotFound2;
    409: AfterUndecided;
    429: RateLimited;
    431: HeadersTooLarge;
    500: Internal;
    503: Unavailable;
  };
};

/** Erase a customer. New orders are rejected from now on. It is done, and so decided, when no order is open any more; then everything personal is unreadable for ever. */
export type EraseCustomer = {
  parameters: {
    path: {
      /** The customer. */
      customerId: string;
    };
    header?: {
      /** Names the request, so that it can be repeated without being done twice: the same key with the same body is the same request for 7 days, with another body it is refused (422). Left out: every call is a request of its own. */
      'idempotency-key'?: string | undefined;
      /** wait=N (RFC 7240): waits up to N seconds, at most 30, until it is decided and reads show it; Preference-Applied says what was granted. Left out: answers 202 at once. */
      prefer?: string | undefined;
      /** The ETag of what was read: 412 where the resource has got another version since. The version goes along with the request, so that its owner decides. *: it must be there. */
      'if-match'?: string | undefined;
      /** *: it must not be there yet. */
      'if-none-match'?: string | undefined;
    };
  };
  requestBody?: {
    content: {
      'application/json': {
        /** Why, as a code. */
        reasonCode?: string | null | undefined;
      } | null;
    };
  };
  responses: {
    200: {
      headers: Record<string, unknown>;
      content: {
        'application/json': {
          /** Under which the outcome is found: /requests/{requestId}. */
          requestId: string;
          status: 'undecided' | 'accepted';
          /** What there is to follow, and what can be done next. */
          links: Record<string, string>;
          /** Of the resource that holds it; once it is accepted. */
          version?: number | null;
          /** Accepted: whether reads show it already. A read model that is paused or being filled is not waited for. */
          shown?: boolean;
          /** When it was accepted. */
          decidedAt?: string;
        };
      };
    };
    202: {
      headers: Record<string, unknown>;
      content: {
        'application/json': {
          /** Under which the outcome is found: /requests/{requestId}. */
          requestId: string;
          status: 'undecided' | 'accepted';
          /** What there is to follow, and what can be done next. */
          links: Record<string, string>;
          /** Of the resource that holds it; once it is accepted. */
          version?: number | null;
          /** Accepted: whether reads show it already. A read model that is paused or being filled is not waited for. */
          shown?: boolean;
          /** When it was accepted. */
          decidedAt?: string;
        };
      };
    };
    400: InputInvalid2;
    401: Unauthenticated;
    403: Forbidden;
    404: RejectedUnknown;
    409: RejectedState;
    412: PreconditionFailed;
    413: BodyTooLarge;
    415: MediaTypeUnsupported;
    422: RejectedContent;
    429: RateLimited;
    431: HeadersTooLarge;
    500: Internal;
    503: Unavailable;
  };
};

/** Read what has become of a customer’s orders. In numbers; the orders themselves are listed by /orders?customerId=. */
export type ReadCustomerOrders = {
  parameters: {
    path: {
      /** The customer. */
      customerId: string;
    };
    query?: {
      /** Only these fields, by name, with dots for those within; of a list, those of its entries. What is required is always sent. An unknown name is refused. Left out: all. */
      fields?: string | undefined;
      /** A request id: reads what that request has changed, and waits for it. Where it cannot be shown in time, the answer says why. */
      after?: string | undefined;
    };
    header?: {
      /** The ETag at hand: 304 where it still holds. */
      'if-none-match'?: string | undefined;
      /** wait=N (RFC 7240): with `after`, waits up to N seconds, at most 30. Left out: 5. */
      prefer?: string | undefined;
    };
  };
  responses: {
    200: {
      headers: Record<string, unknown>;
      content: {
        'application/json': {
          customerId?: string;
          /** All of them. */
          orders?: number;
          /** On their way. */
          open?: number;
          /** Delivered, and not all sent back. */
          delivered?: number;
          /** Sent back, or never delivered, as a whole. */
          returned?: number;
          /** Cancelled, or being cancelled. */
          cancelled?: number;
          /** Rejected, or being rejected. */
          rejected?: number;
          /** What orders come to that were neither cancelled nor rejected. */
          amounts?: ({
            amount: number;
            currency: string;
          } | null)[];
          /** What there is to follow, and what can be done next. */
          links?: Record<string, string>;
        };
      };
    };
    304: {
      headers: Record<string, unknown>;
      content?: never;
    };
    400: InputInvalid;
    401: Unauthenticated;
    403: Forbidden;
    404: NotFound2;
    409: AfterUndecided;
    429: RateLimited;
    431: HeadersTooLarge;
    500: Internal;
    503: Unavailable;
  };
};

/** Read the loyalty points of a customer. What there is to spend, what is held for open orders, and the newest entries. */
export type ReadLoyaltyAccount = {
  parameters: {
    path: {
      /** The customer. */
      customerId: string;
    };
    query?: {
      /** Only these fields, by name, with dots for those within; of a list, those of its entries. What is required is always sent. An unknown name is refused. Left out: all. */
      fields?: string | undefined;
      /** A request id: reads what that request has changed, and waits for it. Where it cannot be shown in time, the answer says why. */
      after?: string | undefined;
    };
    header?: {
      /** The ETag at hand: 304 where it still holds. */
      'if-none-match'?: string | undefined;
      /** wait=N (RFC 7240): with `after`, waits up to N seconds, at most 30. Left out: 5. */
      prefer?: string | undefined;
    };
  };
  responses: {
    200: {
      headers: Record<string, unknown>;
      content: {
        'application/json': {
          customerId?: string;
          version?: number;
          /** OPEN, or CLOSED once the customer was erased. */
          status?: string;
          /** Held ones included. Below zero where points were spent that a return took back. */
          points?: number;
          /** What a new order can spend. */
          available?: number;
          /** Held for open orders. */
          held?: number;
          /** Earned in all. */
          earned?: number;
          /** Taken back after returns, in all. */
          takenBack?: number;
          /** Spent in all. */
          spent?: number;
          /** Granted as a start to a customer who enrolled. */
          granted?: number;
          /** What is held, by order. */
          holds?: ({
            orderId?: string;
            points?: number;
            /** When it was held. */
            since?: string | null;
          })[];
          /** The newest movements, the newest last; older ones are in the totals only. */
          entries?: ({
            /** HELD, REFUSED, GIVEN_BACK, SPENT, EARNED, TAKEN_BACK or GRANTED. */
            kind?: string;
            /** Empty where it is about none. */
            orderId?: string;
            points?: number;
            /** When. */
            at?: string | null;
          })[];
          /** Of the newest change. */
          changedAt?: string;
          /** What there is to follow, and what can be done next. */
          links?: Record<string, string>;
        };
      };
    };
    304: {
      headers: Record<string, unknown>;
      content?: never;
    };
    400: InputInvalid;
    401: Unauthenticated;
    403: Forbidden;
    404: NotFound2;
    409: AfterUndecided;
    429: RateLimited;
    431: HeadersTooLarge;
    500: Internal;
    503: Unavailable;
  };
};

/** List shipments. By order. status=PREPARING is what is to be packed, PACKED what waits for the carrier; /warehouse/worklist has both, the oldest first. */
export type ListShipments = {
  parameters: {
    query?: {
      /** Only these. Left out: all. */
      status?: 'PREPARING' | 'PACKED' | 'DISPATCHED' | 'DELIVERED' | 'STOPPED' | 'FAILED' | 'RETURNED' | undefined;
      /** Most entries of a page. Default 20. */
      limit?: number | undefined;
      /** Where the page begins: `nextCursor` of the page before it. */
      cursor?: string | undefined;
      /** Only these fields, by name, with dots for those within; of a list, those of its entries. What is required is always sent. An unknown name is refused. Left out: all. */
      fields?: string | undefined;
      /** A request id: reads what that request has changed, and waits for it. Where it cannot be shown in time, the answer says why. */
      after?: string | undefined;
    };
    header?: {
      /** The ETag at hand: 304 where it still holds. */
      'if-none-match'?: string | undefined;
      /** wait=N (RFC 7240): with `after`, waits up to N seconds, at most 30. Left out: 5. */
      prefer?: string | undefined;
    };
  };
  responses: {
    200: {
      headers: Record<string, unknown>;
      content: {
        'application/json': {
          shipments: ({
            /** The order. */
            orderId: string;
            version: number;
            status?: 'PREPARING' | 'PACKED' | 'DISPATCHED' | 'DELIVERED' | 'STOPPED' | 'FAILED' | 'RETURNED';
            /** Where to. */
            address?: {
              /** Who receives it there, where that is not the customer. */
              recipient?: string | null;
              /** Street and house number. */
              street?: string | null;
              /** City or town. */
              city?: string | null;
              /** State, province or county. */
              state?: string | null;
              /** Postal code. */
              postalCode?: string | null;
              /** Country, by name or ISO 3166-1 code. */
              country?: string | null;
            } | null;
            parcels?: number;
            carrier?: string | null;
            tracking?: string | null;
            /** The packing list, and what of it came back. */
            lines?: {
              /** Number of the line within its order. */
              line?: number;
              sku?: string;
              quantity?: number;
              title?: string;
              refundedQuantity?: number;
              restockedQuantity?: number;
            }[];
            /** When it was packed. */
            packedAt?: string | null;
            /** When the carrier took it. */
            dispatchedAt?: string | null;
            /** When it arrived. */
            deliveredAt?: string | null;
            failureReason?: string | null;
            note?: string | null;
            /** Who owes the next step, and by when. */
            owed?: {
              step?: string;
              owedBy?: string;
              /** Since when. */
              since?: string;
              /** By when. */
              due?: string;
              /** Whether that has passed, and somebody was alarmed. */
              overdue?: boolean;
            }[];
            /** What there is to follow, and what can be done next. */
            links?: Record<string, string>;
            /** What can be done next, as things stand; with a body as the document says. */
            actions?: ({
              name: string;
              method: 'POST' | 'PUT' | 'DELETE';
              href: string;
            })[];
          })[];
          /** Null on the last page. */
          nextCursor: string | null;
        };
      };
    };
    304: {
      headers: Record<string, unknown>;
      content?: never;
    };
    400: InputInvalid;
    401: Unauthenticated;
    403: Forbidden;
    404: AfterUnknown;
    409: AfterUndecided;
    429: RateLimited;
    431: HeadersTooLarge;
    500: Internal;
    503: Unavailable;
  };
};

/** Read the shipment of an order. There is one once the order is confirmed or ends. */
export type ReadShipment = {
  parameters: {
    path: {
      /** The order. */
      orderId: string;
    };
    query?: {
      /** Only these fields, by name, with dots for those within; of a list, those of its entries. What is required is always sent. An unknown name is refused. Left out: all. */
      fields?: string | undefined;
      /** A request id: reads what that request has changed, and waits for it. Where it cannot be shown in time, the answer says why. */
      after?: string | undefined;
    };
    header?: {
      /** The ETag at hand: 304 where it still holds. */
      'if-none-match'?: string | undefined;
      /** wait=N (RFC 7240): with `after`, waits up to N seconds, at most 30. Left out: 5. */
      prefer?: string | undefined;
    };
  };
  responses: {
    200: {
      headers: Record<string, unknown>;
      content: {
        'application/json': {
          /** The order. */
          orderId: string;
          version: number;
          status?: 'PREPARING' | 'PACKED' | 'DISPATCHED' | 'DELIVERED' | 'STOPPED' | 'FAILED' | 'RETURNED';
          /** Where to. */
          address?: {
            /** Who receives it there, where that is not the customer. */
            recipient?: string | null;
            /** Street and house number. */
            street?: string | null;
            /** City or town. */
            city?: string | null;
            /** State, province or county. */
            state?: string | null;
            /** Postal code. */
            postalCode?: string | null;
            /** Country, by name or ISO 3166-1 code. */
            country?: string | null;
          } | null;
          parcels?: number;
          carrier?: string | null;
          tracking?: string | null;
          /** The packing list, and what of it came back. */
          lines?: {
            /** Number of the line within its order. */
            line?: number;
            sku?: string;
            quantity?: number;
            title?: string;
            refundedQuantity?: number;
            restockedQuantity?: number;
          }[];
          /** When it was packed. */
          packedAt?: string | null;
          /** When the carrier took it. */
          dispatchedAt?: string | null;
          /** When it arrived. */
          deliveredAt?: string | null;
          failureReason?: string | null;
          note?: string | null;
          /** Who owes the next step, and by when. */
          owed?: {
            step?: string;
            owedBy?: string;
            /** Since when. */
            since?: string;
            /** By when. */
            due?: string;
            /** Whether that has passed, and somebody was alarmed. */
            overdue?: boolean;
          }[];
          /** What there is to follow, and what can be done next. */
          links?: Record<string, string>;
          /** What can be done next, as things stand; with a body as the document says. */
          actions?: ({
            name: string;
            method: 'POST' | 'PUT' | 'DELETE';
            href: string;
          })[];
        };
      };
    };
    304: {
      headers: Record<string, unknown>;
      content?: never;
    };
    400: InputInvalid;
    401: Unauthenticated;
    403: Forbidden;
    404: NotFound2;
    409: AfterUndecided;
    429: RateLimited;
    431: HeadersTooLarge;
    500: Internal;
    503: Unavailable;
  };
};

/** Report that the goods are packed. The stock is consumed with it. Possible while it is PREPARING. */
export type PackShipment = {
  parameters: {
    path: {
      /** The order. */
      orderId: string;
    };
    header?: {
      /** Names the request, so that it can be repeated without being done twice: the same key with the same body is the same request for 7 days, with another body it is refused (422). Left out: every call is a request of its own. */
      'idempotency-key'?: string | undefined;
      /** wait=N (RFC 7240): waits up to N seconds, at most 30, until it is decided and reads show it; Preference-Applied says what was granted. Left out: answers 202 at once. */
      prefer?: string | undefined;
      /** The ETag of what was read: 412 where the resource has got another version since. The version goes along with the request, so that its owner decides. *: it must be there. */
      'if-match'?: string | undefined;
      /** *: it must not be there yet. */
      'if-none-match'?: string | undefined;
    };
  };
  requestBody?: {
    content: {
      'application/json': {
        /** Into how many parcels. Default 1. */
        parcels?: number | undefined;
      } | null;
    };
  };
  responses: {
    200: {
      headers: Record<string, unknown>;
      content: {
        'application/json': {
          /** Under which the outcome is found: /requests/{requestId}. */
          requestId: string;
          status: 'undecided' | 'accepted';
          /** What there is to follow, and what can be done next. */
          links: Record<string, string>;
          /** Of the resource that holds it; once it is accepted. */
          version?: number | null;
          /** Accepted: whether reads show it already. A read model that is paused or being filled is not waited for. */
          shown?: boolean;
          /** When it was accepted. */
          decidedAt?: string;
        };
      };
    };
    202: {
      headers: Record<string, unknown>;
      content: {
        'application/json': {
          /** Under which the outcome is found: /requests/{requestId}. */
          requestId: string;
          status: 'undecided' | 'accepted';
          /** What there is to follow, and what can be done next. */
          links: Record<string, string>;
          /** Of the resource that holds it; once it is accepted. */
          version?: number | null;
          /** Accepted: whether reads show it already. A read model that is paused or being filled is not waited for. */
          shown?: boolean;
          /** When it was accepted. */
          decidedAt?: string;
        };
      };
    };
    400: InputInvalid2;
    401: Unauthenticated;
    403: Forbidden;
    404: RejectedUnknown;
    409: RejectedState;
    412: PreconditionFailed;
    413: BodyTooLarge;
    415: MediaTypeUnsupported;
    422: RejectedContent;
    429: RateLimited;
    431: HeadersTooLarge;
    500: Internal;
    503: Unavailable;
  };
};

/** Report that the carrier has taken it. From here on the order cannot be cancelled, and its payment is captured. */
export type DispatchShipment = {
  parameters: {
    path: {
      /** The order. */
      orderId: string;
    };
    header?: {
      /** Names the request, so that it can be repeated without being done twice: the same key with the same body is the same request for 7 days, with another body it is refused (422). Left out: every call is a request of its own. */
      'idempotency-key'?: string | undefined;
      /** wait=N (RFC 7240): waits up to N seconds, at most 30, until it is decided and reads show it; Preference-Applied says what was granted. Left out: answers 202 at once. */
      prefer?: string | undefined;
      /** The ETag of what was read: 412 where the resource has got another version since. The version goes along with the request, so that its owner decides. *: it must be there. */
      'if-match'?: string | undefined;
      /** *: it must not be there yet. */
      'if-none-match'?: string | undefined;
    };
  };
  requestBody: {
    content: {
      'application/json': {
        /** Which carrier. */
        carrier: string;
        /** The carrier’s tracking code. */
        tracking?: string | null | undefined;
      };
    };
  };
  responses: {
    200: {
      headers: Record<string, unknown>;
      content: {
        'application/json': {
          /** Under which the outcome is found: /requests/{requestId}. */
          requestId: string;
          status: 'undecided' | 'accepted';
          /** What there is to follow, and what can be done next. */
          links: Record<string, string>;
          /** Of the resource that holds it; once it is accepted. */
          version?: number | null;
          /** Accepted: whether reads show it already. A read model that is paused or being filled is not waited for. */
          shown?: boolean;
          /** When it was accepted. */
          decidedAt?: string;
        };
      };
    };
    202: {
      headers: Record<string, unknown>;
      content: {
        'application/json': {
          /** Under which the outcome is found: /requests/{requestId}. */
          requestId: string;
          status: 'undecided' | 'accepted';
          /** What there is to follow, and what can be done next. */
          links: Record<string, string>;
          /** Of the resource that holds it; once it is accepted. */
          version?: number | null;
          /** Accepted: whether reads show it already. A read model that is paused or being filled is not waited for. */
          shown?: boolean;
          /** When it was accepted. */
          decidedAt?: string;
        };
      };
    };
    400: InputInvalid2;
    401: Unauthenticated;
    403: Forbidden;
    404: RejectedUnknown;
    409: RejectedState;
    412: PreconditionFailed;
    413: BodyTooLarge;
    415: MediaTypeUnsupported;
    422: RejectedContent;
    429: RateLimited;
    431: HeadersTooLarge;
    500: Internal;
    503: Unavailable;
  };
};

/** Report that it has arrived. Possible once it is DISPATCHED; the customer earns his points with it. */
export type DeliverShipment = {
  parameters: {
    path: {
      /** The order. */
      orderId: string;
    };
    header?: {
      /** Names the request, so that it can be repeated without being done twice: the same key with the same body is the same request for 7 days, with another body it is refused (422). Left out: every call is a request of its own. */
      'idempotency-key'?: string | undefined;
      /** wait=N (RFC 7240): waits up to N seconds, at most 30, until it is decided and reads show it; Preference-Applied says what was granted. Left out: answers 202 at once. */
      prefer?: string | undefined;
      /** The ETag of what was read: 412 where the resource has got another version since. The version goes along with the request, so that its owner decides. *: it must be there. */
      'if-match'?: string | undefined;
      /** *: it must not be there yet. */
      'if-none-match'?: string | undefined;
    };
  };
  requestBody?: {
    content: {
      'application/json': {
        /** By the carrier’s word. Left out: now. */
        deliveredAt?: string | null | undefined;
      } | null;
    };
  };
  responses: {
    200: {
      headers: Record<string, unknown>;
      content: {
        'application/json': {
          /** Under which the outcome is found: /requests/{requestId}. */
          requestId: string;
          status: 'undecided' | 'accepted';
          /** What there is to follow, and what can be done next. */
          links: Record<string, string>;
          /** Of the resource that holds it; once it is accepted. */
          version?: number | null;
          /** Accepted: whether reads show it already. A read model that is paused or being filled is not waited for. */
          shown?: boolean;
          /** When it was accepted. */
          decidedAt?: string;
        };
      };
    };
    202: {
      headers: Record<string, unknown>;
      content: {
        'application/json': {
          /** Under which the outcome is found: /requests/{requestId}. */
          requestId: string;
          status: 'undecided' | 'accepted';
          /** What there is to follow, and what can be done next. */
          links: Record<string, string>;
          /** Of the resource that holds it; once it is accepted. */
          version?: number | null;
          /** Accepted: whether reads show it already. A read model that is paused or being filled is not waited for. */
          shown?: boolean;
          /** When it was accepted. */
          decidedAt?: string;
        };
      };
    };
    400: InputInvalid2;
    401: Unauthenticated;
    403: Forbidden;
    404: RejectedUnknown;
    409: RejectedState;
    412: PreconditionFailed;
    413: BodyTooLarge;
    415: MediaTypeUnsupported;
    422: RejectedContent;
    429: RateLimited;
    431: HeadersTooLarge;
    500: Internal;
    503: Unavailable;
  };
};

/** Report that it could not be delivered. Possible once it is DISPATCHED; the goods are on their way back then. */
export type FailShipment = {
  parameters: {
    path: {
      /** The order. */
      orderId: string;
    };
    header?: {
      /** Names the request, so that it can be repeated without being done twice: the same key with the same body is the same request for 7 days, with another body it is refused (422). Left out: every call is a request of its own. */
      'idempotency-key'?: string | undefined;
      /** wait=N (RFC 7240): waits up to N seconds, at most 30, until it is decided and reads show it; Preference-Applied says what was granted. Left out: answers 202 at once. */
      prefer?: string | undefined;
      /** The ETag of what was read: 412 where the resource has got another version since. The version goes along with the request, so that its owner decides. *: it must be there. */
      'if-match'?: string | undefined;
      /** *: it must not be there yet. */
      'if-none-match'?: string | undefined;
    };
  };
  requestBody: {
    content: {
      'application/json': {
        /** Why, as a code. */
        reasonCode: string;
        /** What the warehouse or the carrier wrote about it: kept encrypted. */
        note?: string | null | undefined;
      };
    };
  };
  responses: {
    200: {
      headers: Record<string, unknown>;
      content: {
        'application/json': {
          /** Under which the outcome is found: /requests/{requestId}. */
          requestId: string;
          status: 'undecided' | 'accepted';
          /** What there is to follow, and what can be done next. */
          links: Record<string, string>;
          /** Of the resource that holds it; once it is accepted. */
          version?: number | null;
          /** Accepted: whether reads show it already. A read model that is paused or being filled is not waited for. */
          shown?: boolean;
          /** When it was accepted. */
          decidedAt?: string;
        };
      };
    };
    202: {
      headers: Record<string, unknown>;
      content: {
        'application/json': {
          /** Under which the outcome is found: /requests/{requestId}. */
          requestId: string;
          status: 'undecided' | 'accepted';
          /** What there is to follow, and what can be done next. */
          links: Record<string, string>;
          /** Of the resource that holds it; once it is accepted. */
          version?: number | null;
          /** Accepted: whether reads show it already. A read model that is paused or being filled is not waited for. */
          shown?: boolean;
          /** When it was accepted. */
          decidedAt?: string;
        };
      };
    };
    400: InputInvalid2;
    401: Unauthenticated;
    403: Forbidden;
    404: RejectedUnknown;
    409: RejectedState;
    412: PreconditionFailed;
    413: BodyTooLarge;
    415: MediaTypeUnsupported;
    422: RejectedContent;
    429: RateLimited;
    431: HeadersTooLarge;
    500: Internal;
    503: Unavailable;
  };
};

/** Report what has come back. Lines are refunded and restocked as it says; several reports add up. */
export type ReturnShipment = {
  parameters: {
    path: {
      /** The order. */
      orderId: string;
    };
    header?: {
      /** Names the request, so that it can be repeated without being done twice: the same key with the same body is the same request for 7 days, with another body it is refused (422). Left out: every call is a request of its own. */
      'idempotency-key'?: string | undefined;
      /** wait=N (RFC 7240): waits up to N seconds, at most 30, until it is decided and reads show it; Preference-Applied says what was granted. Left out: answers 202 at once. */
      prefer?: string | undefined;
      /** The ETag of what was read: 412 where the resource has got another version since. The version goes along with the request, so that its owner decides. *: it must be there. */
      'if-match'?: string | undefined;
      /** *: it must not be there yet. */
      'if-none-match'?: string | undefined;
    };
  };
  requestBody: {
    content: {
      'application/json': {
        /** What has come back. */
        lines: {
          /** Number of the line within its order. */
          line: number;
          /** How many are to be refunded. */
          refunded: number;
          /** How many go back to stock; fewer where some are damaged. */
          restocked: number;
        }[];
        /** What the warehouse or the carrier wrote about it: kept encrypted. */
        note?: string | null | undefined;
      };
    };
  };
  responses: {
    200: {
      headers: Record<string, unknown>;
      content: {
        'application/json': {
          /** Under which the outcome is found: /requests/{requestId}. */
          requestId: string;
          status: 'undecided' | 'accepted';
          /** What there is to follow, and what can be done next. */
          links: Record<string, string>;
          /** Of the resource that holds it; once it is accepted. */
          version?: number | null;
          /** Accepted: whether reads show it already. A read model that is paused or being filled is not waited for. */
          shown?: boolean;
          /** When it was accepted. */
          decidedAt?: string;
        };
      };
    };
    202: {
      headers: Record<string, unknown>;
      content: {
        'application/json': {
          /** Under which the outcome is found: /requests/{requestId}. */
          requestId: string;
          status: 'undecided' | 'accepted';
          /** What there is to follow, and what can be done next. */
          links: Record<string, string>;
          /** Of the resource that holds it; once it is accepted. */
          version?: number | null;
          /** Accepted: whether reads show it already. A read model that is paused or being filled is not waited for. */
          shown?: boolean;
          /** When it was accepted. */
          decidedAt?: string;
        };
      };
    };
    400: InputInvalid2;
    401: Unauthenticated;
    403: Forbidden;
    404: RejectedUnknown;
    409: RejectedState;
    412: PreconditionFailed;
    413: BodyTooLarge;
    415: MediaTypeUnsupported;
    422: RejectedContent;
    429: RateLimited;
    431: HeadersTooLarge;
    500: Internal;
    503: Unavailable;
  };
};

/** Read what the warehouse has to do, the oldest first. Each entry names what reports it as done. It follows the orders, a moment behind. */
export type ReadWorklist = {
  parameters: {
    query?: {
      /** Only these. Left out: all. */
      step?: 'PACK' | 'DISPATCH' | 'RECEIVE_BACK' | undefined;
      /** Only what is overdue, or is not. Left out: all. */
      overdue?: boolean | undefined;
      /** Most entries of a page. Default 20. */
      limit?: number | undefined;
      /** Where the page begins: `nextCursor` of the page before it. */
      cursor?: string | undefined;
      /** Only these fields, by name, with dots for those within; of a list, those of its entries. What is required is always sent. An unknown name is refused. Left out: all. */
      fields?: string | undefined;
      /** A request id: reads what that request has changed, and waits for it. Where it cannot be shown in time, the answer says why. */
      after?: string | undefined;
    };
    header?: {
      /** The ETag at hand: 304 where it still holds. */
      'if-none-match'?: string | undefined;
      /** wait=N (RFC 7240): with `after`, waits up to N seconds, at most 30. Left out: 5. */
      prefer?: string | undefined;
    };
  };
  responses: {
    200: {
      headers: Record<string, unknown>;
      content: {
        'application/json': {
          work: ({
            orderId: string;
            step: 'PACK' | 'DISPATCH' | 'RECEIVE_BACK';
            /** Since when it is to be done. */
            since?: string;
            /** When it is overdue. */
            due?: string | null;
            overdue?: boolean;
            /** What is to be packed or sent, or what is still to come back. */
            lines?: {
              line?: number;
              sku?: string;
              title?: string;
              quantity?: number;
            }[];
            /** What there is to follow, and what can be done next. */
            links?: Record<string, string>;
            /** What can be done next, as things stand; with a body as the document says. */
            actions?: ({
              name: string;
              method: 'POST' | 'PUT' | 'DELETE';
              href: string;
            })[];
          })[];
          /** Null on the last page. */
          nextCursor: string | null;
        };
      };
    };
    304: {
      headers: Record<string, unknown>;
      content?: never;
    };
    400: InputInvalid;
    401: Unauthenticated;
    403: Forbidden;
    404: AfterUnknown;
    409: AfterUndecided;
    429: RateLimited;
    431: HeadersTooLarge;
    500: Internal;
    503: Unavailable;
  };
};

/** Read what was sold and given back, day by day. Days are UTC. A sale counts when its money is taken, a refund when it is given back. It follows the facts as they happen: a moment behind, never a day. Every number is counted once, however often a fact is read. Where a fact could not be projected, the header `longplay-stale` names cases of what the sums lack, 20 at most. */
export type ReadDailySales = {
  parameters: {
    query?: {
      /** The first day. Left out: 30 days are told. */
      from?: string | undefined;
      /** The last day, at most 366 days later. Left out: today. */
      to?: string | undefined;
      /** ISO 4217 code. Left out: all. */
      currency?: string | undefined;
      /** Only these fields, by name, with dots for those within; of a list, those of its entries. What is required is always sent. An unknown name is refused. Left out: all. */
      fields?: string | undefined;
      /** A request id: reads what that request has changed, and waits for it. Where it cannot be shown in time, the answer says why. */
      after?: string | undefined;
    };
    header?: {
      /** The ETag at hand: 304 where it still holds. */
      'if-none-match'?: string | undefined;
      /** wait=N (RFC 7240): with `after`, waits up to N seconds, at most 30. Left out: 5. */
      prefer?: string | undefined;
    };
  };
  responses: {
    200: {
      headers: Record<string, unknown>;
      content: {
        'application/json': {
          from?: string;
          to?: string;
          /** One entry for each currency. Days without sales and refunds are left out. */
          days?: ({
            day?: string;
            /** Payments taken. */
            sales?: number;
            /** What they came to. */
            revenue?: {
              amount: number;
              currency: string;
            } | null;
            /** Given back on that day, whenever it was sold. */
            refunds?: {
              amount: number;
              currency: string;
            } | null;
          })[];
        };
      };
    };
    304: {
      headers: Record<string, unknown>;
      content?: never;
    };
    400: InputInvalid;
    401: Unauthenticated;
    403: Forbidden;
    404: NotFound2;
    409: AfterUndecided;
    429: RateLimited;
    431: HeadersTooLarge;
    500: Internal;
    503: Unavailable;
  };
};

/** Read which products sell best. By copies sold and kept. An order counts from the moment it is confirmed, in the month in which it was placed (UTC), until it is cancelled. It follows the facts as they happen: a moment behind, never a day. Every number is counted once, however often a fact is read. Where a fact could not be projected, the header `longplay-stale` names cases of what the sums lack, 20 at most. */
export type ReadBestSellers = {
  parameters: {
    query?: {
      /** Left out: all time. */
      month?: string | undefined;
      /** Most products. Default 20. */
      limit?: number | undefined;
      /** Only these fields, by name, with dots for those within; of a list, those of its entries. What is required is always sent. An unknown name is refused. Left out: all. */
      fields?: string | undefined;
      /** A request id: reads what that request has changed, and waits for it. Where it cannot be shown in time, the answer says why. */
      after?: string | undefined;
    };
    header?: {
      /** The ETag at hand: 304 where it still holds. */
      'if-none-match'?: string | undefined;
      /** wait=N (RFC 7240): with `after`, waits up to N seconds, at most 30. Left out: 5. */
      prefer?: string | undefined;
    };
  };
  responses: {
    200: {
      headers: Record<string, unknown>;
      content: {
        'application/json': {
          month?: string | null;
          products?: ({
            sku?: string;
            title?: string | null;
            artist?: string | null;
            format?: string | null;
            /** Orders that hold it. */
            orders?: number;
            /** Copies sold. */
            sold?: number;
            /** Of these, copies that came back. */
            returned?: number;
            /** Copies sold that did not come back. */
            kept?: number;
            /** What there is to follow, and what can be done next. */
            links?: Record<string, string>;
          })[];
        };
      };
    };
    304: {
      headers: Record<string, unknown>;
      content?: never;
    };
    400: InputInvalid;
    401: Unauthenticated;
    403: Forbidden;
    404: NotFound2;
    409: AfterUndecided;
    429: RateLimited;
    431: HeadersTooLarge;
    500: Internal;
    503: Unavailable;
  };
};

/** Read which orders are stuck, and why, the longest stuck first. An order is stuck when a step that somebody owes it is overdue. Why is computed from the hospital and the log, not from what a process says of itself: its key is parked behind a case, or that of its customer or of a product where it waits for one, a processor stands still or is paused, one has to read more first, or somebody has simply not answered. It follows the orders, a moment behind. */
export type ReadStuckOrders = {
  parameters: {
    query?: {
      /** Only those that wait for this one. Left out: all. */
      owedBy?: string | undefined;
      /** Only those that wait for this step. Left out: all. */
      step?: string | undefined;
      /** Only this order, where it is stuck. Left out: all. */
      orderId?: string | undefined;
      /** Most entries of a page. Default 20. */
      limit?: number | undefined;
      /** Where the page begins: `nextCursor` of the page before it. */
      cursor?: string | undefined;
      /** Only these fields, by name, with dots for those within; of a list, those of its entries. What is required is always sent. An unknown name is refused. Left out: all. */
      fields?: string | undefined;
      /** A request id: reads what that request has changed, and waits for it. Where it cannot be shown in time, the answer says why. */
      after?: string | undefined;
    };
    header?: {
      /** The ETag at hand: 304 where it still holds. */
      'if-none-match'?: string | undefined;
      /** wait=N (RFC 7240): with `after`, waits up to N seconds, at most 30. Left out: 5. */
      prefer?: string | undefined;
    };
  };
  responses: {
    200: {
      headers: Record<string, unknown>;
      content: {
        'application/json': {
          orders: ({
            orderId: string;
            customerId?: string;
            status: string;
            /** Since when it has that status. */
            statusSince?: string;
            /** When it was placed. */
            placedAt?: string;
            /** What it costs, where that is known. */
            total?: {
              amount: number;
              currency: string;
            } | null;
            /** Since when it is stuck. */
            overdueAt: string;
            /** What is overdue, the longest first. */
            steps: {
              name?: string;
              /** A processor, the warehouse, the carrier, the customer. */
              owedBy?: string;
              /** Since when it is owed. */
              since?: string;
              /** When it passes next. */
              due?: string;
              /** When it passed first. */
              overdueAt?: string;
              /** How often it has passed. */
              passes?: number;
            }[];
            why: {
              kind: 'parked' | 'stopped' | 'paused' | 'behind' | 'waiting';
              text: string;
              /** Which one holds it up; null: it is only waited for. */
              processor?: string | null;
              /** Parked: the case of the hospital in front. */
              caseId?: string | null;
              /** Behind: what is to be read first, at most. */
              records?: number | null;
              /** Waiting: for whom. */
              waitingFor?: string | null;
              next?: {
                step?: string;
                owedBy?: string;
                /** Since when. */
                since?: string;
              } | null;
            };
            /** Every open case that blocks it, or that it waits behind under the key of its customer or of a product. */
            cases?: string[];
            /** The order, its story, and the case in front. */
            links?: Record<string, string>;
          })[];
          /** Null on the last page. */
          nextCursor: string | null;
        };
      };
    };
    304: {
      headers: Record<string, unknown>;
      content?: never;
    };
    400: InputInvalid;
    401: Unauthenticated;
    403: Forbidden;
    404: AfterUnknown;
    409: AfterUndecided;
    429: RateLimited;
    431: HeadersTooLarge;
    500: Internal;
    503: Unavailable;
  };
};

/** Count the stuck orders, by who owes which step and by why. The numbers are exact. An order that waits for two steps counts for both of them, and once in `orders`. */
export type CountStuckOrders = {
  parameters: {
    query?: {
      /** Only these fields, by name, with dots for those within; of a list, those of its entries. What is required is always sent. An unknown name is refused. Left out: all. */
      fields?: string | undefined;
      /** A request id: reads what that request has changed, and waits for it. Where it cannot be shown in time, the answer says why. */
      after?: string | undefined;
    };
    header?: {
      /** The ETag at hand: 304 where it still holds. */
      'if-none-match'?: string | undefined;
      /** wait=N (RFC 7240): with `after`, waits up to N seconds, at most 30. Left out: 5. */
      prefer?: string | undefined;
    };
  };
  responses: {
    200: {
      headers: Record<string, unknown>;
      content: {
        'application/json': {
          orders?: number;
          /** Those with most orders first. */
          steps?: {
            owedBy?: string;
            step?: string;
            orders?: number;
          }[];
          /** Orders by why; of very many the rest is `unknown`. */
          reasons?: {
            parked: number;
            stopped: number;
            paused: number;
            behind: number;
            waiting: number;
            unknown: number;
          };
        };
      };
    };
    304: {
      headers: Record<string, unknown>;
      content?: never;
    };
    400: InputInvalid;
    401: Unauthenticated;
    403: Forbidden;
    404: NotFound2;
    409: AfterUndecided;
    429: RateLimited;
    431: HeadersTooLarge;
    500: Internal;
    503: Unavailable;
  };
};

/** Read which steps orders take, what leads to them and how long they take. Of all orders that the log still tells of, each step once, whatever was read twice. A time is from one step of the order to the next, as its own history has it. */
export type ReadFlowSteps = {
  parameters: {
    query?: {
      /** Only these fields, by name, with dots for those within; of a list, those of its entries. What is required is always sent. An unknown name is refused. Left out: all. */
      fields?: string | undefined;
      /** A request id: reads what that request has changed, and waits for it. Where it cannot be shown in time, the answer says why. */
      after?: string | undefined;
    };
    header?: {
      /** The ETag at hand: 304 where it still holds. */
      'if-none-match'?: string | undefined;
      /** wait=N (RFC 7240): with `after`, waits up to N seconds, at most 30. Left out: 5. */
      prefer?: string | undefined;
    };
  };
  responses: {
    200: {
      headers: Record<string, unknown>;
      content: {
        'application/json': {
          /** Those that are taken most often first. */
          steps?: ({
            from?: string;
            to?: string;
            /** The topic whose record led to it, or `deadline`. */
            ledBy?: string;
            count?: number;
            /** How often the step was overdue meanwhile. */
            overdue?: number;
            /** What they took in all. */
            totalMs?: number;
            meanMs?: number;
            /** Half of them took no longer than about that. Null: more than a day. */
            p50Ms?: number | null;
            /** 95 of 100 took no longer than about that. Null: more than a day. */
            p95Ms?: number | null;
            /** How many took how long. */
            histogram?: ({
              /** Null: longer than all others. */
              upToMs?: number | null;
              count?: number;
            })[];
          })[];
        };
      };
    };
    304: {
      headers: Record<string, unknown>;
      content?: never;
    };
    400: InputInvalid;
    401: Unauthenticated;
    403: Forbidden;
    404: NotFound2;
    409: AfterUndecided;
    429: RateLimited;
    431: HeadersTooLarge;
    500: Internal;
    503: Unavailable;
  };
};

/** Read how many orders stand in each state, and for how long. Every order counts once, in the state that its newest fact says. */
export type ReadFlowStates = {
  parameters: {
    query?: {
      /** Only these fields, by name, with dots for those within; of a list, those of its entries. What is required is always sent. An unknown name is refused. Left out: all. */
      fields?: string | undefined;
      /** A request id: reads what that request has changed, and waits for it. Where it cannot be shown in time, the answer says why. */
      after?: string | undefined;
    };
    header?: {
      /** The ETag at hand: 304 where it still holds. */
      'if-none-match'?: string | undefined;
      /** wait=N (RFC 7240): with `after`, waits up to N seconds, at most 30. Left out: 5. */
      prefer?: string | undefined;
    };
  };
  responses: {
    200: {
      headers: Record<string, unknown>;
      content: {
        'application/json': {
          states?: ({
            state?: string;
            orders?: number;
            /** Whether an order may stay there for ever. */
            end?: boolean;
            /** Since when the oldest has been there. */
            oldest?: string | null;
          })[];
        };
      };
    };
    304: {
      headers: Record<string, unknown>;
      content?: never;
    };
    400: InputInvalid;
    401: Unauthenticated;
    403: Forbidden;
    404: NotFound2;
    409: AfterUndecided;
    429: RateLimited;
    431: HeadersTooLarge;
    500: Internal;
    503: Unavailable;
  };
};

/** Read whether the laws of orders and stock hold. Held to all but the last is every order and every product, round after round, a few at a time: owed (an order is at its end, or somebody owes it a step), money (at rest, captured less refunded is what was dispatched and kept is worth), goods (what was dispatched is consumed, and nothing is reserved for an order that has ended), stock-books (received, counted, written off and restocked come to what is on hand and consumed), stock-held (reserved and gone are what the orders say) and versions (each fact on the log is one version later than the one before it of its key). Versions are followed on the log itself as facts are written; one that does not count on is told at once, for a day, since the log is never put right. Any other law counts as broken only when it stays so while every processor and read model has read on, and the key waits behind no case: where one of them stands still, `heldUpBy` says so, and nothing new is told. */
export type ReadLaws = {
  responses: {
    200: {
      headers: Record<string, unknown>;
      content: {
        'application/json': {
          /** When somebody looked last. Null: nobody has yet. */
          lookedAt: string | null;
          round: {
            /** When the last whole round began. */
            beganAt?: string;
            /** When it ended. */
            finishedAt?: string;
            /** Orders that were held to the laws in it. */
            orders?: number;
            /** Products. */
            skus?: number;
          } | null;
          /** All that was on the log then has been read by everybody whom the laws concern; what came later is proved of no law yet. Null: not known yet. */
          provedUpTo: string | null;
          /** Whoever keeps `provedUpTo` where it is, and so every new violation from being told; none: it goes on. */
          heldUpBy: ({
            /** A processor, or `projections.NAME`. */
            reader: string;
            /** Paused by somebody; stopped by its storm breaker; or not that far. */
            why: 'paused' | 'stopped' | 'behind';
            /** Topics and partitions, the first ones. */
            on: string[];
          })[];
          laws: ({
            law: 'owed' | 'money' | 'goods' | 'stock-books' | 'stock-held' | 'versions';
            /** In so many places; 0: it holds, as far as is known. */
            broken: number;
            /** There may be more than `broken`, also where that is 0: more than are kept were found. */
            atLeast: boolean;
          })[];
          /** The first hundred of each law. */
          violations: ({
            law: 'owed' | 'money' | 'goods' | 'stock-books' | 'stock-held' | 'versions';
            /** The order, or the sku. */
            key: string;
            /** versions: the topic of the fact. */
            topic?: string | null;
            sentence: string;
            /** Since when it was seen. */
            since: string;
            /** What there is to follow, and what can be done next. */
            links: Record<string, string>;
          })[];
        };
      };
    };
    400: InputInvalid;
    401: Unauthenticated;
    403: Forbidden;
    429: RateLimited;
    500: Internal;
    503: Unavailable;
  };
};

/** List where orders stand, the newest first, or find those that a text names. Each with its compact timeline and what it is owed. `named` is looked up as an order, as an event of one, as a request about one and as a customer, by key: it costs the same however many orders there are. Of a customer all orders follow page by page, after what else has that name. */
export type ListOrderProgress = {
  parameters: {
    query?: {
      /** Only in this status. Left out: all. */
      status?: 'RECEIVED' | 'PLACED' | 'CONFIRMED' | 'PACKED' | 'DISPATCHED' | 'DELIVERED' | 'REJECTING' | 'REJECTED' | 'STOPPING' | 'CANCELLING' | 'CANCELLED' | 'DELIVERY_FAILED' | 'RETURNING' | 'RETURNED' | undefined;
      /** Only of this customer. Left out: all. */
      customerId?: string | undefined;
      /** An order, event, request or customer id. Left out: all. */
      named?: string | undefined;
      /** Most entries of a page. Default 20. */
      limit?: number | undefined;
      /** Where the page begins: `nextCursor` of the page before it. */
      cursor?: string | undefined;
      /** Only these fields, by name, with dots for those within; of a list, those of its entries. What is required is always sent. An unknown name is refused. Left out: all. */
      fields?: string | undefined;
      /** A request id: reads what that request has changed, and waits for it. Where it cannot be shown in time, the answer says why. */
      after?: string | undefined;
    };
    header?: {
      /** The ETag at hand: 304 where it still holds. */
      'if-none-match'?: string | undefined;
      /** wait=N (RFC 7240): with `after`, waits up to N seconds, at most 30. Left out: 5. */
      prefer?: string | undefined;
    };
  };
  responses: {
    200: {
      headers: Record<string, unknown>;
      content: {
        'application/json': {
          orders: ({
            /** The order. */
            orderId: string;
            version: number;
            customerId: string;
            status: 'RECEIVED' | 'PLACED' | 'CONFIRMED' | 'PACKED' | 'DISPATCHED' | 'DELIVERED' | 'REJECTING' | 'REJECTED' | 'STOPPING' | 'CANCELLING' | 'CANCELLED' | 'DELIVERY_FAILED' | 'RETURNING' | 'RETURNED';
            /** Since when it has that status. */
            statusSince: string;
            /** When it was placed; of an order that does not say, when it came in. */
            placedAt: string;
            /** When its newest fact was decided. */
            changedAt?: string;
            /** What it costs, where that is known. */
            total: {
              amount: number;
              currency: string;
            } | null;
            /** It has ended, and nobody owes it a step. */
            final: boolean;
            /** Steps that it waits for. */
            owed: {
              name: string;
              owedBy: string;
              /** Since when it is owed. */
              since: string;
              /** When it passes next. */
              due: string;
              /** When it passed first, or will. */
              overdueAt: string;
              /** How often it has passed. */
              passes: number;
            }[];
            /** What it went through: the first entry, and the newest ones. */
            timeline: ({
              what: string;
              /** When. */
              at: string;
              reason: string | null;
            })[];
            /** Entries that are left out after the first. */
            timelineDropped?: number;
            /** What there is to follow, and what can be done next. */
            links?: Record<string, string>;
          })[];
          /** Null on the last page. */
          nextCursor: string | null;
        };
      };
    };
    304: {
      headers: Record<string, unknown>;
      content?: never;
    };
    400: InputInvalid;
    401: Unauthenticated;
    403: Forbidden;
    404: AfterUnknown;
    409: AfterUndecided;
    429: RateLimited;
    431: HeadersTooLarge;
    500: Internal;
    503: Unavailable;
  };
};

/** Read what became of a request. The honest answer also where nobody knows yet: who owes the next step, or which case of the hospital it waits behind. */
export type ReadRequest = {
  parameters: {
    path: {
      /** The request. */
      requestId: string;
    };
  };
  responses: {
    200: {
      headers: Record<string, unknown>;
      content: {
        'application/json': {
          requestId: string;
          status: 'undecided' | 'accepted' | 'rejected';
          /** When the API took it in; null where it came another way. */
          takenAt?: string | null;
          /** Who asked, and in which role; null where it was not noted. */
          askedBy?: {
            kind?: string;
            id?: string;
          } | null;
          /** When it was decided. */
          decidedAt?: string;
          /** Who decided. */
          processor?: string;
          /** What was asked, such as CANCEL. */
          type?: string;
          /** Accepted: the fact that holds it. */
          fact?: {
            topic?: string;
            key?: string;
            version?: number;
          } | null;
          /** Rejected: why, as a stable code. */
          reason?: string | null;
          /** Rejected: JSON pointers of the fields at fault, in the record. */
          fields?: string[];
          /** Undecided: what is owed, by whom and by when. Empty: only the decision. */
          waitingFor?: {
            step?: string;
            owedBy?: string;
            /** Since when. */
            since?: string;
            /** By when. */
            due?: string;
            /** Whether that has passed, and somebody was alarmed. */
            overdue?: boolean;
          }[];
          /** What there is to follow, and what can be done next. */
          links?: Record<string, string>;
        };
      };
    };
    400: InputInvalid;
    401: Unauthenticated;
    403: Forbidden;
    404: NotFound;
    429: RateLimited;
    431: HeadersTooLarge;
    500: Internal;
    503: Unavailable;
  };
};

/** Subscribe to what happens to orders. What happens from now on is posted as CloudEvents, signed, at least once, and in the order of each order; nothing personal is in it. At most 32 webhooks. */
export type SubscribeWebhook = {
  parameters: {
    header?: {
      /** Names the request, so that it can be repeated without being done twice: the same key with the same body is the same request for 7 days, with another body it is refused (422). Left out: every call is a request of its own. */
      'idempotency-key'?: string | undefined;
      /** wait=N (RFC 7240): waits up to N seconds, at most 30, until it is decided and reads show it; Preference-Applied says what was granted. Left out: answers 202 at once. */
      prefer?: string | undefined;
    };
  };
  requestBody: {
    content: {
      'application/json': {
        /** Where events are posted to: https, and not into a private network. */
        url: string;
        /** What is told. Left out: everything. */
        types?: string[] | undefined;
      };
    };
  };
  responses: {
    201: {
      headers: Record<string, unknown>;
      content: {
        'application/json': {
          /** Under which the outcome is found: /requests/{requestId}. */
          requestId: string;
          status: 'undecided' | 'accepted';
          /** The webhook. */
          subscriptionId: string;
          /** Signs every message (Standard Webhooks 1.0). Shown in the answers to this request alone; it holds once the request is accepted. */
          secret?: string;
          /** What there is to follow, and what can be done next. */
          links: Record<string, string>;
          /** Of the resource that holds it; once it is accepted. */
          version?: number | null;
          /** Accepted: whether reads show it already. A read model that is paused or being filled is not waited for. */
          shown?: boolean;
          /** When it was accepted. */
          decidedAt?: string;
        };
      };
    };
    202: {
      headers: Record<string, unknown>;
      content: {
        'application/json': {
          /** Under which the outcome is found: /requests/{requestId}. */
          requestId: string;
          status: 'undecided' | 'accepted';
          /** The webhook. */
          subscriptionId: string;
          /** Signs every message (Standard Webhooks 1.0). Shown in the answers to this request alone; it holds once the request is accepted. */
          secret?: string;
          /** What there is to follow, and what can be done next. */
          links: Record<string, string>;
          /** Of the resource that holds it; once it is accepted. */
          version?: number | null;
          /** Accepted: whether reads show it already. A read model that is paused or being filled is not waited for. */
          shown?: boolean;
          /** When it was accepted. */
          decidedAt?: string;
        };
      };
    };
    400: InputInvalid2;
    401: Unauthenticated;
    403: Forbidden;
    404: RejectedUnknown;
    409: RejectedState2;
    412: PreconditionFailed;
    413: BodyTooLarge;
    415: MediaTypeUnsupported;
    422: RejectedContent;
    429: RateLimited;
    431: HeadersTooLarge;
    500: Internal;
    503: Unavailable;
  };
};

/** List the webhooks. By id. Those that were removed are left out. */
export type ListWebhooks = {
  parameters: {
    query?: {
      /** Most entries of a page. Default 20. */
      limit?: number | undefined;
      /** Where the page begins: `nextCursor` of the page before it. */
      cursor?: string | undefined;
      /** Only these fields, by name, with dots for those within; of a list, those of its entries. What is required is always sent. An unknown name is refused. Left out: all. */
      fields?: string | undefined;
      /** A request id: reads what that request has changed, and waits for it. Where it cannot be shown in time, the answer says why. */
      after?: string | undefined;
    };
    header?: {
      /** The ETag at hand: 304 where it still holds. */
      'if-none-match'?: string | undefined;
      /** wait=N (RFC 7240): with `after`, waits up to N seconds, at most 30. Left out: 5. */
      prefer?: string | undefined;
    };
  };
  responses: {
    200: {
      headers: Record<string, unknown>;
      content: {
        'application/json': {
          webhooks: ({
            /** The webhook. */
            subscriptionId: string;
            version: number;
            status: 'ACTIVE' | 'PAUSED' | 'SUSPENDED' | 'REMOVED';
            url?: string;
            types?: string[];
            /** What happened before is not told. */
            since?: string;
            /** Why it stopped by itself. It is a case in the hospital, whose retry lets it go on. */
            suspension?: {
              /** Why, as a code, such as provider-unreachable or endpoint-gone. */
              code?: string;
              /** Since when. */
              at?: string;
            } | null;
            /** Messages that the receiver refused since it began anew, counted for a day at a time. */
            refusedMessages?: number;
            /** Until when the secret before signs, too. */
            formerSecretUntil?: string | null;
            /** Of the newest change. */
            changedAt?: string;
            /** What there is to follow, and what can be done next. */
            links?: Record<string, string>;
            /** What can be done next, as things stand; with a body as the document says. */
            actions?: ({
              name: string;
              method: 'POST' | 'PUT' | 'DELETE';
              href: string;
            })[];
          })[];
          /** Null on the last page. */
          nextCursor: string | null;
        };
      };
    };
    304: {
      headers: Record<string, unknown>;
      content?: never;
    };
    400: InputInvalid;
    401: Unauthenticated;
    403: Forbidden;
    404: AfterUnknown;
    409: AfterUndecided;
    429: RateLimited;
    431: HeadersTooLarge;
    500: Internal;
    503: Unavailable;
  };
};

/** Change where a webhook leads, or what it is told. The whole content. A suspended webhook goes on with it; one that is paused stays so. */
export type ChangeWebhook = {
  parameters: {
    path: {
      /** The webhook. */
      subscriptionId: string;
    };
    header?: {
      /** Names the request, so that it can be repeated without being done twice: the same key with the same body is the same request for 7 days, with another body it is refused (422). Left out: every call is a request of its own. */
      'idempotency-key'?: string | undefined;
      /** wait=N (RFC 7240): waits up to N seconds, at most 30, until it is decided and reads show it; Preference-Applied says what was granted. Left out: answers 202 at once. */
      prefer?: string | undefined;
      /** The ETag of what was read: 412 where the resource has got another version since. The version goes along with the request, so that its owner decides. *: it must be there. */
      'if-match'?: string | undefined;
      /** *: it must not be there yet. */
      'if-none-match'?: string | undefined;
    };
  };
  requestBody: {
    content: {
      'application/json': {
        /** Where events are posted to: https, and not into a private network. */
        url: string;
        /** What is told. Left out: everything. */
        types?: string[] | undefined;
      };
    };
  };
  responses: {
    200: {
      headers: Record<string, unknown>;
      content: {
        'application/json': {
          /** Under which the outcome is found: /requests/{requestId}. */
          requestId: string;
          status: 'undecided' | 'accepted';
          /** What there is to follow, and what can be done next. */
          links: Record<string, string>;
          /** Of the resource that holds it; once it is accepted. */
          version?: number | null;
          /** Accepted: whether reads show it already. A read model that is paused or being filled is not waited for. */
          shown?: boolean;
          /** When it was accepted. */
          decidedAt?: string;
        };
      };
    };
    202: {
      headers: Record<string, unknown>;
      content: {
        'application/json': {
          /** Under which the outcome is found: /requests/{requestId}. */
          requestId: string;
          status: 'undecided' | 'accepted';
          /** What there is to follow, and what can be done next. */
          links: Record<string, string>;
          /** Of the resource that holds it; once it is accepted. */
          version?: number | null;
          /** Accepted: whether reads show it already. A read model that is paused or being filled is not waited for. */
          shown?: boolean;
          /** When it was accepted. */
          decidedAt?: string;
        };
      };
    };
    400: InputInvalid2;
    401: Unauthenticated;
    403: Forbidden;
    404: RejectedUnknown;
    409: RejectedState;
    412: PreconditionFailed;
    413: BodyTooLarge;
    415: MediaTypeUnsupported;
    422: RejectedContent;
    429: RateLimited;
    431: HeadersTooLarge;
    500: Internal;
    503: Unavailable;
  };
};

/** Remove a webhook. For good: what waits for it is told to nobody, and its secrets are destroyed. */
export type RemoveWebhook = {
  parameters: {
    path: {
      /** The webhook. */
      subscriptionId: string;
    };
    header?: {
      /** Names the request, so that it can be repeated without being done twice: the same key with the same body is the same request for 7 days, with another body it is refused (422). Left out: every call is a request of its own. */
      'idempotency-key'?: string | undefined;
      /** wait=N (RFC 7240): waits up to N seconds, at most 30, until it is decided and reads show it; Preference-Applied says what was granted. Left out: answers 202 at once. */
      prefer?: string | undefined;
      /** The ETag of what was read: 412 where the resource has got another version since. The version goes along with the request, so that its owner decides. *: it must be there. */
      'if-match'?: string | undefined;
      /** *: it must not be there yet. */
      'if-none-match'?: string | undefined;
    };
  };
  responses: {
    200: {
      headers: Record<string, unknown>;
      content: {
        'application/json': {
          /** Under which the outcome is found: /requests/{requestId}. */
          requestId: string;
          status: 'undecided' | 'accepted';
          /** What there is to follow, and what can be done next. */
          links: Record<string, string>;
          /** Of the resource that holds it; once it is accepted. */
          version?: number | null;
          /** Accepted: whether reads show it already. A read model that is paused or being filled is not waited for. */
          shown?: boolean;
          /** When it was accepted. */
          decidedAt?: string;
        };
      };
    };
    202: {
      headers: Record<string, unknown>;
      content: {
        'application/json': {
          /** Under which the outcome is found: /requests/{requestId}. */
          requestId: string;
          status: 'undecided' | 'accepted';
          /** What there is to follow, and what can be done next. */
          links: Record<string, string>;
          /** Of the resource that holds it; once it is accepted. */
          version?: number | null;
          /** Accepted: whether reads show it already. A read model that is paused or being filled is not waited for. */
          shown?: boolean;
          /** When it was accepted. */
          decidedAt?: string;
        };
      };
    };
    400: InputInvalid2;
    401: Unauthenticated;
    403: Forbidden;
    404: NotFound3;
    409: RejectedState;
    412: PreconditionFailed;
    413: BodyTooLarge;
    415: MediaTypeUnsupported;
    422: RejectedContent;
    429: RateLimited;
    431: HeadersTooLarge;
    500: Internal;
    503: Unavailable;
  };
};

/** Read a webhook. How the subscription stands. Its secret is never shown again. */
export type ReadWebhook = {
  parameters: {
    path: {
      /** The webhook. */
      subscriptionId: string;
    };
    query?: {
      /** Only these fields, by name, with dots for those within; of a list, those of its entries. What is required is always sent. An unknown name is refused. Left out: all. */
      fields?: string | undefined;
      /** A request id: reads what that request has changed, and waits for it. Where it cannot be shown in time, the answer says why. */
      after?: string | undefined;
    };
    header?: {
      /** The ETag at hand: 304 where it still holds. */
      'if-none-match'?: string | undefined;
      /** wait=N (RFC 7240): with `after`, waits up to N seconds, at most 30. Left out: 5. */
      prefer?: string | undefined;
    };
  };
  responses: {
    200: {
      headers: Record<string, unknown>;
      content: {
        'application/json': {
          /** The webhook. */
          subscriptionId: string;
          version: number;
          status: 'ACTIVE' | 'PAUSED' | 'SUSPENDED' | 'REMOVED';
          url?: string;
          types?: string[];
          /** What happened before is not told. */
          since?: string;
          /** Why it stopped by itself. It is a case in the hospital, whose retry lets it go on. */
          suspension?: {
            /** Why, as a code, such as provider-unreachable or endpoint-gone. */
            code?: string;
            /** Since when. */
            at?: string;
          } | null;
          /** Messages that the receiver refused since it began anew, counted for a day at a time. */
          refusedMessages?: number;
          /** Until when the secret before signs, too. */
          formerSecretUntil?: string | null;
          /** Of the newest change. */
          changedAt?: string;
          /** What there is to follow, and what can be done next. */
          links?: Record<string, string>;
          /** What can be done next, as things stand; with a body as the document says. */
          actions?: ({
            name: string;
            method: 'POST' | 'PUT' | 'DELETE';
            href: string;
          })[];
        };
      };
    };
    304: {
      headers: Record<string, unknown>;
      content?: never;
    };
    400: InputInvalid;
    401: Unauthenticated;
    403: Forbidden;
    404: NotFound2;
    409: AfterUndecided;
    429: RateLimited;
    431: HeadersTooLarge;
    500: Internal;
    503: Unavailable;
  };
};

/** Pause a webhook. What happens meanwhile waits for it, and is told when it goes on. */
export type PauseWebhook = {
  parameters: {
    path: {
      /** The webhook. */
      subscriptionId: string;
    };
    header?: {
      /** Names the request, so that it can be repeated without being done twice: the same key with the same body is the same request for 7 days, with another body it is refused (422). Left out: every call is a request of its own. */
      'idempotency-key'?: string | undefined;
      /** wait=N (RFC 7240): waits up to N seconds, at most 30, until it is decided and reads show it; Preference-Applied says what was granted. Left out: answers 202 at once. */
      prefer?: string | undefined;
      /** The ETag of what was read: 412 where the resource has got another version since. The version goes along with the request, so that its owner decides. *: it must be there. */
      'if-match'?: string | undefined;
      /** *: it must not be there yet. */
      'if-none-match'?: string | undefined;
    };
  };
  responses: {
    200: {
      headers: Record<string, unknown>;
      content: {
        'application/json': {
          /** Under which the outcome is found: /requests/{requestId}. */
          requestId: string;
          status: 'undecided' | 'accepted';
          /** What there is to follow, and what can be done next. */
          links: Record<string, string>;
          /** Of the resource that holds it; once it is accepted. */
          version?: number | null;
          /** Accepted: whether reads show it already. A read model that is paused or being filled is not waited for. */
          shown?: boolean;
          /** When it was accepted. */
          decidedAt?: string;
        };
      };
    };
    202: {
      headers: Record<string, unknown>;
      content: {
        'application/json': {
          /** Under which the outcome is found: /requests/{requestId}. */
          requestId: string;
          status: 'undecided' | 'accepted';
          /** What there is to follow, and what can be done next. */
          links: Record<string, string>;
          /** Of the resource that holds it; once it is accepted. */
          version?: number | null;
          /** Accepted: whether reads show it already. A read model that is paused or being filled is not waited for. */
          shown?: boolean;
          /** When it was accepted. */
          decidedAt?: string;
        };
      };
    };
    400: InputInvalid2;
    401: Unauthenticated;
    403: Forbidden;
    404: NotFound3;
    409: RejectedState;
    412: PreconditionFailed;
    413: BodyTooLarge;
    415: MediaTypeUnsupported;
    422: RejectedContent;
    429: RateLimited;
    431: HeadersTooLarge;
    500: Internal;
    503: Unavailable;
  };
};

/** Let a paused or suspended webhook go on. What waits is told, the oldest of each order first. An order looks ever less often: what has waited for a minute is told within about another, and whatever waited longer within 4 hours. */
export type ResumeWebhook = {
  parameters: {
    path: {
      /** The webhook. */
      subscriptionId: string;
    };
    header?: {
      /** Names the request, so that it can be repeated without being done twice: the same key with the same body is the same request for 7 days, with another body it is refused (422). Left out: every call is a request of its own. */
      'idempotency-key'?: string | undefined;
      /** wait=N (RFC 7240): waits up to N seconds, at most 30, until it is decided and reads show it; Preference-Applied says what was granted. Left out: answers 202 at once. */
      prefer?: string | undefined;
      /** The ETag of what was read: 412 where the resource has got another version since. The version goes along with the request, so that its owner decides. *: it must be there. */
      'if-match'?: string | undefined;
      /** *: it must not be there yet. */
      'if-none-match'?: string | undefined;
    };
  };
  responses: {
    200: {
      headers: Record<string, unknown>;
      content: {
        'application/json': {
          /** Under which the outcome is found: /requests/{requestId}. */
          requestId: string;
          status: 'undecided' | 'accepted';
          /** What there is to follow, and what can be done next. */
          links: Record<string, string>;
          /** Of the resource that holds it; once it is accepted. */
          version?: number | null;
          /** Accepted: whether reads show it already. A read model that is paused or being filled is not waited for. */
          shown?: boolean;
          /** When it was accepted. */
          decidedAt?: string;
        };
      };
    };
    202: {
      headers: Record<string, unknown>;
      content: {
        'application/json': {
          /** Under which the outcome is found: /requests/{requestId}. */
          requestId: string;
          status: 'undecided' | 'accepted';
          /** What there is to follow, and what can be done next. */
          links: Record<string, string>;
          /** Of the resource that holds it; once it is accepted. */
          version?: number | null;
          /** Accepted: whether reads show it already. A read model that is paused or being filled is not waited for. */
          shown?: boolean;
          /** When it was accepted. */
          decidedAt?: string;
        };
      };
    };
    400: InputInvalid2;
    401: Unauthenticated;
    403: Forbidden;
    404: NotFound3;
    409: RejectedState;
    412: PreconditionFailed;
    413: BodyTooLarge;
    415: MediaTypeUnsupported;
    422: RejectedContent;
    429: RateLimited;
    431: HeadersTooLarge;
    500: Internal;
    503: Unavailable;
  };
};

/** Get another secret. For 24 hours messages are signed with both, so that the receiver can change over at its leisure. */
export type RotateWebhookSecret = {
  parameters: {
    path: {
      /** The webhook. */
      subscriptionId: string;
    };
    header?: {
      /** Names the request, so that it can be repeated without being done twice: the same key with the same body is the same request for 7 days, with another body it is refused (422). Left out: every call is a request of its own. */
      'idempotency-key'?: string | undefined;
      /** wait=N (RFC 7240): waits up to N seconds, at most 30, until it is decided and reads show it; Preference-Applied says what was granted. Left out: answers 202 at once. */
      prefer?: string | undefined;
      /** The ETag of what was read: 412 where the resource has got another version since. The version goes along with the request, so that its owner decides. *: it must be there. */
      'if-match'?: string | undefined;
      /** *: it must not be there yet. */
      'if-none-match'?: string | undefined;
    };
  };
  responses: {
    200: {
      headers: Record<string, unknown>;
      content: {
        'application/json': {
          /** Under which the outcome is found: /requests/{requestId}. */
          requestId: string;
          status: 'undecided' | 'accepted';
          /** Signs every message (Standard Webhooks 1.0). Shown in the answers to this request alone; it holds once the request is accepted. */
          secret?: string;
          /** What there is to follow, and what can be done next. */
          links: Record<string, string>;
          /** Of the resource that holds it; once it is accepted. */
          version?: number | null;
          /** Accepted: whether reads show it already. A read model that is paused or being filled is not waited for. */
          shown?: boolean;
          /** When it was accepted. */
          decidedAt?: string;
        };
      };
    };
    202: {
      headers: Record<string, unknown>;
      content: {
        'application/json': {
          /** Under which the outcome is found: /requests/{requestId}. */
          requestId: string;
          status: 'undecided' | 'accepted';
          /** Signs every message (Standard Webhooks 1.0). Shown in the answers to this request alone; it holds once the request is accepted. */
          secret?: string;
          /** What there is to follow, and what can be done next. */
          links: Record<string, string>;
          /** Of the resource that holds it; once it is accepted. */
          version?: number | null;
          /** Accepted: whether reads show it already. A read model that is paused or being filled is not waited for. */
          shown?: boolean;
          /** When it was accepted. */
          decidedAt?: string;
        };
      };
    };
    400: InputInvalid2;
    401: Unauthenticated;
    403: Forbidden;
    404: NotFound3;
    409: RejectedState;
    412: PreconditionFailed;
    413: BodyTooLarge;
    415: MediaTypeUnsupported;
    422: RejectedContent;
    429: RateLimited;
    431: HeadersTooLarge;
    500: Internal;
    503: Unavailable;
  };
};

/** List what waits for a webhook, or how far it is with one order. Without orderId: the orders of which something is still to be told. With it: that order, also where all is told. */
export type ListWebhookDeliveries = {
  parameters: {
    path: {
      /** The webhook. */
      subscriptionId: string;
    };
    query?: {
      /** Only this order. */
      orderId?: string | undefined;
      /** Most entries of a page. Default 20. */
      limit?: number | undefined;
      /** Where the page begins: `nextCursor` of the page before it. */
      cursor?: string | undefined;
      /** Only these fields, by name, with dots for those within; of a list, those of its entries. What is required is always sent. An unknown name is refused. Left out: all. */
      fields?: string | undefined;
      /** A request id: reads what that request has changed, and waits for it. Where it cannot be shown in time, the answer says why. */
      after?: string | undefined;
    };
    header?: {
      /** The ETag at hand: 304 where it still holds. */
      'if-none-match'?: string | undefined;
      /** wait=N (RFC 7240): with `after`, waits up to N seconds, at most 30. Left out: 5. */
      prefer?: string | undefined;
    };
  };
  responses: {
    200: {
      headers: Record<string, unknown>;
      content: {
        'application/json': {
          deliveries: ({
            orderId: string;
            /** Whether the webhook has to go on first. */
            waiting?: boolean;
            /** To be told, the first of them next. */
            pending: {
              topic?: string;
              version?: number;
              type?: string;
            }[];
            /** Of the first of them. */
            attempt?: number;
            /** When it is tried again. */
            nextTryAt?: string | null;
            /** Code of the case in the hospital that the first of them is: refused, or failed alone for long. */
            refused?: string | null;
            /** Code of the last failure. */
            lastError?: string | null;
            /** When it failed. */
            lastErrorAt?: string | null;
            /** The newest fact of each topic that was told. */
            delivered?: {
              topic?: string;
              version?: number;
            }[];
            /** How many messages were told. */
            deliveredCount?: number;
            /** When the last was told. */
            deliveredAt?: string | null;
            /** Messages that gave way to a newer one, which told all. */
            dropped?: number;
            /** What there is to follow, and what can be done next. */
            links?: Record<string, string>;
          })[];
          /** Null on the last page. */
          nextCursor: string | null;
        };
      };
    };
    304: {
      headers: Record<string, unknown>;
      content?: never;
    };
    400: InputInvalid;
    401: Unauthenticated;
    403: Forbidden;
    404: NotFound4;
    409: AfterUndecided;
    429: RateLimited;
    431: HeadersTooLarge;
    500: Internal;
    503: Unavailable;
  };
};

/** Book a holiday. Car, hotel and one of the flights are booked one after another, or none of them: where one cannot be had, what was booked is cancelled. Accepting it means that it was begun; its status tells how it ends. */
export type BookHoliday = {
  parameters: {
    header?: {
      /** Names the request, so that it can be repeated without being done twice: the same key with the same body is the same request for 7 days, with another body it is refused (422). Left out: every call is a request of its own. */
      'idempotency-key'?: string | undefined;
      /** wait=N (RFC 7240): waits up to N seconds, at most 30, until it is decided and reads show it; Preference-Applied says what was granted. Left out: answers 202 at once. */
      prefer?: string | undefined;
    };
  };
  requestBody: {
    content: {
      'application/json': {
        /** Who travels. */
        customerId: string;
        /** First day. */
        from: string;
        /** Last day. */
        until: string;
        /** Class of the car, in the provider’s words. */
        car: string;
        /** The hotel, in the provider’s words. */
        hotel: string;
        /** In the order in which they are wished for: the next is tried where one is full. */
        flights: string[];
      };
    };
  };
  responses: {
    201: {
      headers: Record<string, unknown>;
      content: {
        'application/json': {
          /** Under which the outcome is found: /requests/{requestId}. */
          requestId: string;
          status: 'undecided' | 'accepted';
          /** The holiday. */
          holidayId: string;
          /** What there is to follow, and what can be done next. */
          links: Record<string, string>;
          /** Of the resource that holds it; once it is accepted. */
          version?: number | null;
          /** Accepted: whether reads show it already. A read model that is paused or being filled is not waited for. */
          shown?: boolean;
          /** When it was accepted. */
          decidedAt?: string;
        };
      };
    };
    202: {
      headers: Record<string, unknown>;
      content: {
        'application/json': {
          /** Under which the outcome is found: /requests/{requestId}. */
          requestId: string;
          status: 'undecided' | 'accepted';
          /** The holiday. */
          holidayId: string;
          /** What there is to follow, and what can be done next. */
          links: Record<string, string>;
          /** Of the resource that holds it; once it is accepted. */
          version?: number | null;
          /** Accepted: whether reads show it already. A read model that is paused or being filled is not waited for. */
          shown?: boolean;
          /** When it was accepted. */
          decidedAt?: string;
        };
      };
    };
    400: InputInvalid2;
    401: Unauthenticated;
    403: Forbidden;
    404: RejectedUnknown;
    409: RejectedState;
    412: PreconditionFailed;
    413: BodyTooLarge;
    415: MediaTypeUnsupported;
    422: RejectedContent;
    429: RateLimited;
    431: HeadersTooLarge;
    500: Internal;
    503: Unavailable;
  };
};

/** List holidays. By id. status=STUCK: those that wait for a person. */
export type ListHolidays = {
  parameters: {
    query?: {
      /** Only those that stand so. */
      status?: 'RUNNING' | 'DONE' | 'UNDOING' | 'UNDONE' | 'STUCK' | undefined;
      /** Only those of this customer. */
      customerId?: string | undefined;
      /** Most entries of a page. Default 20. */
      limit?: number | undefined;
      /** Where the page begins: `nextCursor` of the page before it. */
      cursor?: string | undefined;
      /** Only these fields, by name, with dots for those within; of a list, those of its entries. What is required is always sent. An unknown name is refused. Left out: all. */
      fields?: string | undefined;
      /** A request id: reads what that request has changed, and waits for it. Where it cannot be shown in time, the answer says why. */
      after?: string | undefined;
    };
    header?: {
      /** The ETag at hand: 304 where it still holds. */
      'if-none-match'?: string | undefined;
      /** wait=N (RFC 7240): with `after`, waits up to N seconds, at most 30. Left out: 5. */
      prefer?: string | undefined;
    };
  };
  responses: {
    200: {
      headers: Record<string, unknown>;
      content: {
        'application/json': {
          holidays: ({
            /** The holiday. */
            holidayId: string;
            version: number;
            /** RUNNING: being booked. DONE: all is booked. UNDOING: what was booked is being cancelled. UNDONE: nothing is booked. STUCK: a step is a case in the hospital. */
            status: 'RUNNING' | 'DONE' | 'UNDOING' | 'UNDONE' | 'STUCK';
            customerId?: string;
            /** Why it is not booked, such as flight-refused, overdue-saga or cancelled; null while it may be. */
            turnedBack?: string | null;
            /** Of the newest change. */
            changedAt?: string;
            /** What there is to follow, and what can be done next. */
            links?: Record<string, string>;
          })[];
          /** Null on the last page. */
          nextCursor: string | null;
        };
      };
    };
    304: {
      headers: Record<string, unknown>;
      content?: never;
    };
    400: InputInvalid;
    401: Unauthenticated;
    403: Forbidden;
    404: AfterUnknown;
    409: AfterUndecided;
    429: RateLimited;
    431: HeadersTooLarge;
    500: Internal;
    503: Unavailable;
  };
};

/** Cancel a holiday. While it is being booked, or after: what was booked is cancelled, the last first. What is just being booked is waited for, and cancelled then. */
export type CancelHoliday = {
  parameters: {
    path: {
      /** The holiday. */
      holidayId: string;
    };
    header?: {
      /** Names the request, so that it can be repeated without being done twice: the same key with the same body is the same request for 7 days, with another body it is refused (422). Left out: every call is a request of its own. */
      'idempotency-key'?: string | undefined;
      /** wait=N (RFC 7240): waits up to N seconds, at most 30, until it is decided and reads show it; Preference-Applied says what was granted. Left out: answers 202 at once. */
      prefer?: string | undefined;
      /** The ETag of what was read: 412 where the resource has got another version since. The version goes along with the request, so that its owner decides. *: it must be there. */
      'if-match'?: string | undefined;
      /** *: it must not be there yet. */
      'if-none-match'?: string | undefined;
    };
  };
  responses: {
    200: {
      headers: Record<string, unknown>;
      content: {
        'application/json': {
          /** Under which the outcome is found: /requests/{requestId}. */
          requestId: string;
          status: 'undecided' | 'accepted';
          /** What there is to follow, and what can be done next. */
          links: Record<string, string>;
          /** Of the resource that holds it; once it is accepted. */
          version?: number | null;
          /** Accepted: whether reads show it already. A read model that is paused or being filled is not waited for. */
          shown?: boolean;
          /** When it was accepted. */
          decidedAt?: string;
        };
      };
    };
    202: {
      headers: Record<string, unknown>;
      content: {
        'application/json': {
          /** Under which the outcome is found: /requests/{requestId}. */
          requestId: string;
          status: 'undecided' | 'accepted';
          /** What there is to follow, and what can be done next. */
          links: Record<string, string>;
          /** Of the resource that holds it; once it is accepted. */
          version?: number | null;
          /** Accepted: whether reads show it already. A read model that is paused or being filled is not waited for. */
          shown?: boolean;
          /** When it was accepted. */
          decidedAt?: string;
        };
      };
    };
    400: InputInvalid2;
    401: Unauthenticated;
    403: Forbidden;
    404: RejectedUnknown;
    409: RejectedState;
    412: PreconditionFailed;
    413: BodyTooLarge;
    415: MediaTypeUnsupported;
    422: RejectedContent;
    429: RateLimited;
    431: HeadersTooLarge;
    500: Internal;
    503: Unavailable;
  };
};

/** Read a holiday. How it stands, step by step, and who owes the next one. */
export type ReadHoliday = {
  parameters: {
    path: {
      /** The holiday. */
      holidayId: string;
    };
    query?: {
      /** Only these fields, by name, with dots for those within; of a list, those of its entries. What is required is always sent. An unknown name is refused. Left out: all. */
      fields?: string | undefined;
      /** A request id: reads what that request has changed, and waits for it. Where it cannot be shown in time, the answer says why. */
      after?: string | undefined;
    };
    header?: {
      /** The ETag at hand: 304 where it still holds. */
      'if-none-match'?: string | undefined;
      /** wait=N (RFC 7240): with `after`, waits up to N seconds, at most 30. Left out: 5. */
      prefer?: string | undefined;
    };
  };
  responses: {
    200: {
      headers: Record<string, unknown>;
      content: {
        'application/json': {
          /** The holiday. */
          holidayId: string;
          version: number;
          /** RUNNING: being booked. DONE: all is booked. UNDOING: what was booked is being cancelled. UNDONE: nothing is booked. STUCK: a step is a case in the hospital. */
          status: 'RUNNING' | 'DONE' | 'UNDOING' | 'UNDONE' | 'STUCK';
          customerId?: string;
          /** Why it is not booked, such as flight-refused, overdue-saga or cancelled; null while it may be. */
          turnedBack?: string | null;
          /** Of the newest change. */
          changedAt?: string;
          /** What there is to follow, and what can be done next. */
          links?: Record<string, string>;
          terms?: {
            /** First day. */
            from?: string;
            /** Last day. */
            until?: string;
            /** Class of the car, in the provider’s words. */
            car?: string;
            /** The hotel, in the provider’s words. */
            hotel?: string;
            /** In the order in which they are wished for: the next is tried where one is full. */
            flights?: string[];
          };
          /** In the order in which they are booked. */
          steps?: ({
            name?: string;
            /** UNRESOLVED: nobody knows yet whether it was booked. UNDO_FAILED: it stands, and the provider does not cancel it. */
            status?: 'WAITING' | 'DOING' | 'DONE' | 'REFUSED' | 'UNRESOLVED' | 'UNDOING' | 'UNDONE' | 'UNDO_FAILED';
            /** What is, or was last, tried. */
            what?: string | null;
            /** The provider’s, of what was booked. */
            reference?: string | null;
            /** Of the newest refusal or failure. */
            code?: string | null;
            attempt?: number;
          })[];
          /** What is waited for. */
          owed?: {
            step?: string;
            by?: string;
            /** Since when. */
            since?: string;
            /** When it is overdue, again. */
            due?: string;
            overdue?: boolean;
          }[];
          /** What can be done next, as things stand; with a body as the document says. */
          actions?: ({
            name: string;
            method: 'POST' | 'PUT' | 'DELETE';
            href: string;
          })[];
        };
      };
    };
    304: {
      headers: Record<string, unknown>;
      content?: never;
    };
    400: InputInvalid;
    401: Unauthenticated;
    403: Forbidden;
    404: NotFound2;
    409: AfterUndecided;
    429: RateLimited;
    431: HeadersTooLarge;
    500: Internal;
    503: Unavailable;
  };
};

/** Read how a holiday was booked, as a story. What was tried, answered and undone, when, and by whom, the oldest first. */
export type ReadHolidayLog = {
  parameters: {
    path: {
      /** The holiday. */
      holidayId: string;
    };
    query?: {
      /** Only these fields, by name, with dots for those within; of a list, those of its entries. What is required is always sent. An unknown name is refused. Left out: all. */
      fields?: string | undefined;
      /** A request id: reads what that request has changed, and waits for it. Where it cannot be shown in time, the answer says why. */
      after?: string | undefined;
    };
    header?: {
      /** The ETag at hand: 304 where it still holds. */
      'if-none-match'?: string | undefined;
      /** wait=N (RFC 7240): with `after`, waits up to N seconds, at most 30. Left out: 5. */
      prefer?: string | undefined;
    };
  };
  responses: {
    200: {
      headers: Record<string, unknown>;
      content: {
        'application/json': {
          /** The holiday. */
          holidayId: string;
          version: number;
          /** RUNNING: being booked. DONE: all is booked. UNDOING: what was booked is being cancelled. UNDONE: nothing is booked. STUCK: a step is a case in the hospital. */
          status: 'RUNNING' | 'DONE' | 'UNDOING' | 'UNDONE' | 'STUCK';
          /** Lines that were dropped at the bound of 128; the first is kept. */
          dropped?: number;
          /** The lines. */
          entries: ({
            /** When. */
            at: string;
            text: string;
            event?: 'BEGUN' | 'ASKED' | 'DONE' | 'REFUSED' | 'FAILED' | 'NOTHING_TO_UNDO' | 'OVERDUE' | 'TURNED_BACK' | 'ENDED';
            /** What it is about. */
            action?: 'SAGA' | 'DO' | 'UNDO';
            step?: string | null;
            what?: string | null;
            /** Who. */
            by?: string;
            attempt?: number;
            /** Why. */
            code?: string | null;
            /** The provider’s. */
            reference?: string | null;
          })[];
          /** What there is to follow, and what can be done next. */
          links?: Record<string, string>;
        };
      };
    };
    304: {
      headers: Record<string, unknown>;
      content?: never;
    };
    400: InputInvalid;
    401: Unauthenticated;
    403: Forbidden;
    404: NotFound2;
    409: AfterUndecided;
    429: RateLimited;
    431: HeadersTooLarge;
    500: Internal;
    503: Unavailable;
  };
};

/** List the welcome packs that the warehouse owes. By customer, with the address. Each entry names what reports it as done, or as impossible. */
export type ListWelcomePacks = {
  parameters: {
    query?: {
      /** Only these. Left out: PREPARING and OUT_OF_PACKS. */
      status?: 'PREPARING' | 'ADDRESS_MISSING' | 'ADDRESS_WRONG' | 'OUT_OF_PACKS' | 'SENT' | 'STOPPED' | undefined;
      /** Most entries of a page. Default 20. */
      limit?: number | undefined;
      /** Where the page begins: `nextCursor` of the page before it. */
      cursor?: string | undefined;
      /** Only these fields, by name, with dots for those within; of a list, those of its entries. What is required is always sent. An unknown name is refused. Left out: all. */
      fields?: string | undefined;
      /** A request id: reads what that request has changed, and waits for it. Where it cannot be shown in time, the answer says why. */
      after?: string | undefined;
    };
    header?: {
      /** The ETag at hand: 304 where it still holds. */
      'if-none-match'?: string | undefined;
      /** wait=N (RFC 7240): with `after`, waits up to N seconds, at most 30. Left out: 5. */
      prefer?: string | undefined;
    };
  };
  responses: {
    200: {
      headers: Record<string, unknown>;
      content: {
        'application/json': {
          packs: ({
            /** The customer. */
            customerId: string;
            version: number;
            status?: 'PREPARING' | 'ADDRESS_MISSING' | 'ADDRESS_WRONG' | 'OUT_OF_PACKS' | 'SENT' | 'STOPPED';
            /** Of the customer, where the pack is still to be sent. */
            name?: string | null;
            /** Where to, by the customer’s record. Null: see addressMissing. */
            address?: {
              /** Who receives it there, where that is not the customer. */
              recipient?: string | null;
              /** Street and house number. */
              street?: string | null;
              /** City or town. */
              city?: string | null;
              /** State, province or county. */
              state?: string | null;
              /** Postal code. */
              postalCode?: string | null;
              /** Country, by name or ISO 3166-1 code. */
              country?: string | null;
            } | null;
            /** Why there is no address. nothing-to-send: none is needed. record-differs: the customer’s record as it is read says another address than the one of this addressVersion; read again. */
            addressMissing?: string | null;
            /** To be named in reports. */
            addressVersion?: number | null;
            failure?: {
              reason?: 'no-such-address' | 'out-of-packs';
              /** What it was tried with. */
              addressVersion?: number;
              /** When. */
              at?: string | null;
            } | null;
            carrier?: string | null;
            tracking?: string | null;
            /** When it was sent. */
            sentAt?: string | null;
            /** Who owes the next step, and by when. */
            owed?: {
              step?: string;
              owedBy?: string;
              /** Since when. */
              since?: string;
              /** By when. */
              due?: string;
              /** Whether that has passed, and somebody was alarmed. */
              overdue?: boolean;
            }[];
            /** What can be done next, as things stand; with a body as the document says. */
            actions?: ({
              name: string;
              method: 'POST' | 'PUT' | 'DELETE';
              href: string;
            })[];
          })[];
          /** Null on the last page. */
          nextCursor: string | null;
        };
      };
    };
    304: {
      headers: Record<string, unknown>;
      content?: never;
    };
    400: InputInvalid;
    401: Unauthenticated;
    403: Forbidden;
    404: AfterUnknown;
    409: AfterUndecided;
    429: RateLimited;
    431: HeadersTooLarge;
    500: Internal;
    503: Unavailable;
  };
};

/** Read the welcome pack of a customer. There is one for who registers through POST /customers. */
export type ReadWelcomePack = {
  parameters: {
    path: {
      /** The customer. */
      customerId: string;
    };
    query?: {
      /** Only these fields, by name, with dots for those within; of a list, those of its entries. What is required is always sent. An unknown name is refused. Left out: all. */
      fields?: string | undefined;
      /** A request id: reads what that request has changed, and waits for it. Where it cannot be shown in time, the answer says why. */
      after?: string | undefined;
    };
    header?: {
      /** The ETag at hand: 304 where it still holds. */
      'if-none-match'?: string | undefined;
      /** wait=N (RFC 7240): with `after`, waits up to N seconds, at most 30. Left out: 5. */
      prefer?: string | undefined;
    };
  };
  responses: {
    200: {
      headers: Record<string, unknown>;
      content: {
        'application/json': {
          /** The customer. */
          customerId: string;
          version: number;
          status?: 'PREPARING' | 'ADDRESS_MISSING' | 'ADDRESS_WRONG' | 'OUT_OF_PACKS' | 'SENT' | 'STOPPED';
          /** Of the customer, where the pack is still to be sent. */
          name?: string | null;
          /** Where to, by the customer’s record. Null: see addressMissing. */
          address?: {
            /** Who receives it there, where that is not the customer. */
            recipient?: string | null;
            /** Street and house number. */
            street?: string | null;
            /** City or town. */
            city?: string | null;
            /** State, province or county. */
            state?: string | null;
            /** Postal code. */
            postalCode?: string | null;
            /** Country, by name or ISO 3166-1 code. */
            country?: string | null;
          } | null;
          /** Why there is no address. nothing-to-send: none is needed. record-differs: the customer’s record as it is read says another address than the one of this addressVersion; read again. */
          addressMissing?: string | null;
          /** To be named in reports. */
          addressVersion?: number | null;
          failure?: {
            reason?: 'no-such-address' | 'out-of-packs';
            /** What it was tried with. */
            addressVersion?: number;
            /** When. */
            at?: string | null;
          } | null;
          carrier?: string | null;
          tracking?: string | null;
          /** When it was sent. */
          sentAt?: string | null;
          /** Who owes the next step, and by when. */
          owed?: {
            step?: string;
            owedBy?: string;
            /** Since when. */
            since?: string;
            /** By when. */
            due?: string;
            /** Whether that has passed, and somebody was alarmed. */
            overdue?: boolean;
          }[];
          /** What can be done next, as things stand; with a body as the document says. */
          actions?: ({
            name: string;
            method: 'POST' | 'PUT' | 'DELETE';
            href: string;
          })[];
        };
      };
    };
    304: {
      headers: Record<string, unknown>;
      content?: never;
    };
    400: InputInvalid;
    401: Unauthenticated;
    403: Forbidden;
    404: NotFound2;
    409: AfterUndecided;
    429: RateLimited;
    431: HeadersTooLarge;
    500: Internal;
    503: Unavailable;
  };
};

/** Report that a welcome pack is sent. Possible while it is PREPARING or OUT_OF_PACKS. */
export type SendWelcomePack = {
  parameters: {
    path: {
      /** The customer. */
      customerId: string;
    };
    header?: {
      /** Names the request, so that it can be repeated without being done twice: the same key with the same body is the same request for 7 days, with another body it is refused (422). Left out: every call is a request of its own. */
      'idempotency-key'?: string | undefined;
      /** wait=N (RFC 7240): waits up to N seconds, at most 30, until it is decided and reads show it; Preference-Applied says what was granted. Left out: answers 202 at once. */
      prefer?: string | undefined;
      /** The ETag of what was read: 412 where the resource has got another version since. The version goes along with the request, so that its owner decides. *: it must be there. */
      'if-match'?: string | undefined;
      /** *: it must not be there yet. */
      'if-none-match'?: string | undefined;
    };
  };
  requestBody: {
    content: {
      'application/json': {
        /** Which carrier. */
        carrier: string;
        /** The carrier’s tracking code. */
        tracking?: string | null | undefined;
        /** The addressVersion that it was tried with; where another stands by now, it is refused. Left out: the one that stands. */
        addressVersion?: number | null | undefined;
      };
    };
  };
  responses: {
    200: {
      headers: Record<string, unknown>;
      content: {
        'application/json': {
          /** Under which the outcome is found: /requests/{requestId}. */
          requestId: string;
          status: 'undecided' | 'accepted';
          /** What there is to follow, and what can be done next. */
          links: Record<string, string>;
          /** Of the resource that holds it; once it is accepted. */
          version?: number | null;
          /** Accepted: whether reads show it already. A read model that is paused or being filled is not waited for. */
          shown?: boolean;
          /** When it was accepted. */
          decidedAt?: string;
        };
      };
    };
    202: {
      headers: Record<string, unknown>;
      content: {
        'application/json': {
          /** Under which the outcome is found: /requests/{requestId}. */
          requestId: string;
          status: 'undecided' | 'accepted';
          /** What there is to follow, and what can be done next. */
          links: Record<string, string>;
          /** Of the resource that holds it; once it is accepted. */
          version?: number | null;
          /** Accepted: whether reads show it already. A read model that is paused or being filled is not waited for. */
          shown?: boolean;
          /** When it was accepted. */
          decidedAt?: string;
        };
      };
    };
    400: InputInvalid2;
    401: Unauthenticated;
    403: Forbidden;
    404: RejectedUnknown;
    409: RejectedState;
    412: PreconditionFailed;
    413: BodyTooLarge;
    415: MediaTypeUnsupported;
    422: RejectedContent;
    429: RateLimited;
    431: HeadersTooLarge;
    500: Internal;
    503: Unavailable;
  };
};

/** Report that a welcome pack cannot be sent. no-such-address: the customer has to correct it, and then it is asked for again. out-of-packs: it is asked for again after a day, or when there are some. */
export type FailWelcomePack = {
  parameters: {
    path: {
      /** The customer. */
      customerId: string;
    };
    header?: {
      /** Names the request, so that it can be repeated without being done twice: the same key with the same body is the same request for 7 days, with another body it is refused (422). Left out: every call is a request of its own. */
      'idempotency-key'?: string | undefined;
      /** wait=N (RFC 7240): waits up to N seconds, at most 30, until it is decided and reads show it; Preference-Applied says what was granted. Left out: answers 202 at once. */
      prefer?: string | undefined;
      /** The ETag of what was read: 412 where the resource has got another version since. The version goes along with the request, so that its owner decides. *: it must be there. */
      'if-match'?: string | undefined;
      /** *: it must not be there yet. */
      'if-none-match'?: string | undefined;
    };
  };
  requestBody: {
    content: {
      'application/json': {
        reason: 'no-such-address' | 'out-of-packs';
        /** The addressVersion that it was tried with; where another stands by now, it is refused. Left out: the one that stands. */
        addressVersion?: number | null | undefined;
      };
    };
  };
  responses: {
    200: {
      headers: Record<string, unknown>;
      content: {
        'application/json': {
          /** Under which the outcome is found: /requests/{requestId}. */
          requestId: string;
          status: 'undecided' | 'accepted';
          /** What there is to follow, and what can be done next. */
          links: Record<string, string>;
          /** Of the resource that holds it; once it is accepted. */
          version?: number | null;
          /** Accepted: whether reads show it already. A read model that is paused or being filled is not waited for. */
          shown?: boolean;
          /** When it was accepted. */
          decidedAt?: string;
        };
      };
    };
    202: {
      headers: Record<string, unknown>;
      content: {
        'application/json': {
          /** Under which the outcome is found: /requests/{requestId}. */
          requestId: string;
          status: 'undecided' | 'accepted';
          /** What there is to follow, and what can be done next. */
          links: Record<string, string>;
          /** Of the resource that holds it; once it is accepted. */
          version?: number | null;
          /** Accepted: whether reads show it already. A read model that is paused or being filled is not waited for. */
          shown?: boolean;
          /** When it was accepted. */
          decidedAt?: string;
        };
      };
    };
    400: InputInvalid2;
    401: Unauthenticated;
    403: Forbidden;
    404: RejectedUnknown;
    409: RejectedState;
    412: PreconditionFailed;
    413: BodyTooLarge;
    415: MediaTypeUnsupported;
    422: RejectedContent;
    429: RateLimited;
    431: HeadersTooLarge;
    500: Internal;
    503: Unavailable;
  };
};

/** Report that there are welcome packs again. Possible while it is OUT_OF_PACKS: it is asked for again at once. */
export type RestockWelcomePack = {
  parameters: {
    path: {
      /** The customer. */
      customerId: string;
    };
    header?: {
      /** Names the request, so that it can be repeated without being done twice: the same key with the same body is the same request for 7 days, with another body it is refused (422). Left out: every call is a request of its own. */
      'idempotency-key'?: string | undefined;
      /** wait=N (RFC 7240): waits up to N seconds, at most 30, until it is decided and reads show it; Preference-Applied says what was granted. Left out: answers 202 at once. */
      prefer?: string | undefined;
      /** The ETag of what was read: 412 where the resource has got another version since. The version goes along with the request, so that its owner decides. *: it must be there. */
      'if-match'?: string | undefined;
      /** *: it must not be there yet. */
      'if-none-match'?: string | undefined;
    };
  };
  requestBody?: {
    content: {
      'application/json': {
        /** The addressVersion that it was tried with; where another stands by now, it is refused. Left out: the one that stands. */
        addressVersion?: number | null | undefined;
      } | null;
    };
  };
  responses: {
    200: {
      headers: Record<string, unknown>;
      content: {
        'application/json': {
          /** Under which the outcome is found: /requests/{requestId}. */
          requestId: string;
          status: 'undecided' | 'accepted';
          /** What there is to follow, and what can be done next. */
          links: Record<string, string>;
          /** Of the resource that holds it; once it is accepted. */
          version?: number | null;
          /** Accepted: whether reads show it already. A read model that is paused or being filled is not waited for. */
          shown?: boolean;
          /** When it was accepted. */
          decidedAt?: string;
        };
      };
    };
    202: {
      headers: Record<string, unknown>;
      content: {
        'application/json': {
          /** Under which the outcome is found: /requests/{requestId}. */
          requestId: string;
          status: 'undecided' | 'accepted';
          /** What there is to follow, and what can be done next. */
          links: Record<string, string>;
          /** Of the resource that holds it; once it is accepted. */
          version?: number | null;
          /** Accepted: whether reads show it already. A read model that is paused or being filled is not waited for. */
          shown?: boolean;
          /** When it was accepted. */
          decidedAt?: string;
        };
      };
    };
    400: InputInvalid2;
    401: Unauthenticated;
    403: Forbidden;
    404: RejectedUnknown;
    409: RejectedState;
    412: PreconditionFailed;
    413: BodyTooLarge;
    415: MediaTypeUnsupported;
    422: RejectedContent;
    429: RateLimited;
    431: HeadersTooLarge;
    500: Internal;
    503: Unavailable;
  };
};

/** List enrolments. By customer: how far the welcome of those who registered is. */
export type ListEnrolments = {
  parameters: {
    query?: {
      /** Only these. Left out: all. */
      status?: 'ENROLLING' | 'STUCK' | 'ENROLLED' | 'ENDED' | undefined;
      /** Most entries of a page. Default 20. */
      limit?: number | undefined;
      /** Where the page begins: `nextCursor` of the page before it. */
      cursor?: string | undefined;
      /** Only these fields, by name, with dots for those within; of a list, those of its entries. What is required is always sent. An unknown name is refused. Left out: all. */
      fields?: string | undefined;
      /** A request id: reads what that request has changed, and waits for it. Where it cannot be shown in time, the answer says why. */
      after?: string | undefined;
    };
    header?: {
      /** The ETag at hand: 304 where it still holds. */
      'if-none-match'?: string | undefined;
      /** wait=N (RFC 7240): with `after`, waits up to N seconds, at most 30. Left out: 5. */
      prefer?: string | undefined;
    };
  };
  responses: {
    200: {
      headers: Record<string, unknown>;
      content: {
        'application/json': {
          enrolments: ({
            /** The customer. */
            customerId: string;
            version: number;
            /** ENROLLED: all is done. STUCK: a step has failed. ENDED: the customer is erased, or about to be. */
            status?: 'ENROLLING' | 'STUCK' | 'ENROLLED' | 'ENDED';
            /** When the customer registered. */
            enrolledAt?: string | null;
            /** What it takes; none once it has ended. */
            steps?: ({
              name?: 'record' | 'points' | 'pack' | 'mail';
              status?: 'OWED' | 'DONE' | 'FAILED' | 'STOPPED';
              /** Who did it, or failed at it. */
              by?: string | null;
              /** Who owes it; of a failed one, who can help. */
              owedBy?: string | null;
              /** Why it failed, or what it waits for. */
              code?: string | null;
              /** Since when it is so. */
              since?: string | null;
            })[];
            /** Who owes the next step, and by when. */
            owed?: {
              step?: string;
              owedBy?: string;
              /** Since when. */
              since?: string;
              /** By when. */
              due?: string;
              /** Whether that has passed, and somebody was alarmed. */
              overdue?: boolean;
            }[];
            /** What there is to follow, and what can be done next. */
            links?: Record<string, string>;
          })[];
          /** Null on the last page. */
          nextCursor: string | null;
        };
      };
    };
    304: {
      headers: Record<string, unknown>;
      content?: never;
    };
    400: InputInvalid;
    401: Unauthenticated;
    403: Forbidden;
    404: AfterUnknown;
    409: AfterUndecided;
    429: RateLimited;
    431: HeadersTooLarge;
    500: Internal;
    503: Unavailable;
  };
};

/** Read how far a customer’s welcome is. Which steps are done, which are owed by whom and by when, and which have failed, why, and who can help. */
export type ReadEnrolment = {
  parameters: {
    path: {
      /** The customer. */
      customerId: string;
    };
    query?: {
      /** Only these fields, by name, with dots for those within; of a list, those of its entries. What is required is always sent. An unknown name is refused. Left out: all. */
      fields?: string | undefined;
      /** A request id: reads what that request has changed, and waits for it. Where it cannot be shown in time, the answer says why. */
      after?: string | undefined;
    };
    header?: {
      /** The ETag at hand: 304 where it still holds. */
      'if-none-match'?: string | undefined;
      /** wait=N (RFC 7240): with `after`, waits up to N seconds, at most 30. Left out: 5. */
      prefer?: string | undefined;
    };
  };
  responses: {
    200: {
      headers: Record<string, unknown>;
      content: {
        'application/json': {
          /** The customer. */
          customerId: string;
          version: number;
          /** ENROLLED: all is done. STUCK: a step has failed. ENDED: the customer is erased, or about to be. */
          status?: 'ENROLLING' | 'STUCK' | 'ENROLLED' | 'ENDED';
          /** When the customer registered. */
          enrolledAt?: string | null;
          /** What it takes; none once it has ended. */
          steps?: ({
            name?: 'record' | 'points' | 'pack' | 'mail';
            status?: 'OWED' | 'DONE' | 'FAILED' | 'STOPPED';
            /** Who did it, or failed at it. */
            by?: string | null;
            /** Who owes it; of a failed one, who can help. */
            owedBy?: string | null;
            /** Why it failed, or what it waits for. */
            code?: string | null;
            /** Since when it is so. */
            since?: string | null;
          })[];
          /** Who owes the next step, and by when. */
          owed?: {
            step?: string;
            owedBy?: string;
            /** Since when. */
            since?: string;
            /** By when. */
            due?: string;
            /** Whether that has passed, and somebody was alarmed. */
            overdue?: boolean;
          }[];
          /** What there is to follow, and what can be done next. */
          links?: Record<string, string>;
        };
      };
    };
    304: {
      headers: Record<string, unknown>;
      content?: never;
    };
    400: InputInvalid;
    401: Unauthenticated;
    403: Forbidden;
    404: NotFound2;
    409: AfterUndecided;
    429: RateLimited;
    431: HeadersTooLarge;
    500: Internal;
    503: Unavailable;
  };
};

/** Tell what the market says of an instrument. The highest sequence wins: one that is not higher than the newest is rejected as quote-overtaken. Positions are priced again where the market has left their tolerance. */
export type QuoteInstrument = {
  parameters: {
    path: {
      /** The instrument. */
      instrumentId: string;
    };
    header?: {
      /** Names the request, so that it can be repeated without being done twice: the same key with the same body is the same request for 7 days, with another body it is refused (422). Left out: every call is a request of its own. */
      'idempotency-key'?: string | undefined;
      /** wait=N (RFC 7240): waits up to N seconds, at most 30, until it is decided and reads show it; Preference-Applied says what was granted. Left out: answers 202 at once. */
      prefer?: string | undefined;
    };
  };
  requestBody: {
    content: {
      'application/json': {
        /** Counts at its source; the highest is the newest. */
        sequence: number;
        /** Price of one, at most 10,000,000.00. */
        price: {
          /** In minor units, such as cents. */
          amount: number;
          /** ISO 4217 code. */
          currency: string;
        };
        /** How much the price moves in a year, in basis points. */
        volatility: number;
      };
    };
  };
  responses: {
    200: {
      headers: Record<string, unknown>;
      content: {
        'application/json': {
          /** Under which the outcome is found: /requests/{requestId}. */
          requestId: string;
          status: 'undecided' | 'accepted';
          /** What there is to follow, and what can be done next. */
          links: Record<string, string>;
          /** Of the resource that holds it; once it is accepted. */
          version?: number | null;
          /** Accepted: whether reads show it already. A read model that is paused or being filled is not waited for. */
          shown?: boolean;
          /** When it was accepted. */
          decidedAt?: string;
        };
      };
    };
    202: {
      headers: Record<string, unknown>;
      content: {
        'application/json': {
          /** Under which the outcome is found: /requests/{requestId}. */
          requestId: string;
          status: 'undecided' | 'accepted';
          /** What there is to follow, and what can be done next. */
          links: Record<string, string>;
          /** Of the resource that holds it; once it is accepted. */
          version?: number | null;
          /** Accepted: whether reads show it already. A read model that is paused or being filled is not waited for. */
          shown?: boolean;
          /** When it was accepted. */
          decidedAt?: string;
        };
      };
    };
    400: InputInvalid2;
    401: Unauthenticated;
    403: Forbidden;
    404: RejectedUnknown;
    409: RejectedState;
    412: PreconditionFailed;
    413: BodyTooLarge;
    415: MediaTypeUnsupported;
    422: RejectedContent;
    429: RateLimited;
    431: HeadersTooLarge;
    500: Internal;
    503: Unavailable;
  };
};

/** Put a position. The whole content, whether it is new or known. It is priced as soon as there is a quote, and read at its own address from then on; what the request changes is its instrument, which is read with ?after= at once. An instrument holds 1,000 positions. */
export type PutPosition = {
  parameters: {
    path: {
      /** The position: the id of its instrument, ~, and a name of its own. */
      positionId: string;
    };
    header?: {
      /** Names the request, so that it can be repeated without being done twice: the same key with the same body is the same request for 7 days, with another body it is refused (422). Left out: every call is a request of its own. */
      'idempotency-key'?: string | undefined;
      /** wait=N (RFC 7240): waits up to N seconds, at most 30, until it is decided and reads show it; Preference-Applied says what was granted. Left out: answers 202 at once. */
      prefer?: string | undefined;
    };
  };
  requestBody: {
    content: {
      'application/json': {
        /** The portfolio. */
        portfolioId: string;
        /** A right to buy; a right to sell; a right to buy that is lost below the barrier. */
        kind: 'CALL' | 'PUT' | 'BARRIER';
        /** How many; negative where they are owed. */
        quantity: number;
        /** At which it is bought or sold, in minor units. */
        strike: number;
        /** Of BARRIER, and of no other: where the right is lost, in minor units. */
        barrier?: number | null | undefined;
        /** Days until it expires. */
        expiryDays: number;
        /** How far the market may move before it is priced again, in basis points. Default 0. */
        tolerance?: number | undefined;
      };
    };
  };
  responses: {
    200: {
      headers: Record<string, unknown>;
      content: {
        'application/json': {
          /** Under which the outcome is found: /requests/{requestId}. */
          requestId: string;
          status: 'undecided' | 'accepted';
          /** What there is to follow, and what can be done next. */
          links: Record<string, string>;
          /** Of the resource that holds it; once it is accepted. */
          version?: number | null;
          /** Accepted: whether reads show it already. A read model that is paused or being filled is not waited for. */
          shown?: boolean;
          /** When it was accepted. */
          decidedAt?: string;
        };
      };
    };
    202: {
      headers: Record<string, unknown>;
      content: {
        'application/json': {
          /** Under which the outcome is found: /requests/{requestId}. */
          requestId: string;
          status: 'undecided' | 'accepted';
          /** What there is to follow, and what can be done next. */
          links: Record<string, string>;
          /** Of the resource that holds it; once it is accepted. */
          version?: number | null;
          /** Accepted: whether reads show it already. A read model that is paused or being filled is not waited for. */
          shown?: boolean;
          /** When it was accepted. */
          decidedAt?: string;
        };
      };
    };
    400: InputInvalid2;
    401: Unauthenticated;
    403: Forbidden;
    404: RejectedUnknown;
    409: RejectedState;
    412: PreconditionFailed;
    413: BodyTooLarge;
    415: MediaTypeUnsupported;
    422: RejectedContent;
    429: RateLimited;
    431: HeadersTooLarge;
    500: Internal;
    503: Unavailable;
  };
};

/** Remove a position. It is held no more: what is under way for it is called off, and it is in no total. What the request changes is its instrument, which is read with ?after= at once; the price follows. */
export type RemovePosition = {
  parameters: {
    path: {
      /** The position: the id of its instrument, ~, and a name of its own. */
      positionId: string;
    };
    header?: {
      /** Names the request, so that it can be repeated without being done twice: the same key with the same body is the same request for 7 days, with another body it is refused (422). Left out: every call is a request of its own. */
      'idempotency-key'?: string | undefined;
      /** wait=N (RFC 7240): waits up to N seconds, at most 30, until it is decided and reads show it; Preference-Applied says what was granted. Left out: answers 202 at once. */
      prefer?: string | undefined;
    };
  };
  responses: {
    200: {
      headers: Record<string, unknown>;
      content: {
        'application/json': {
          /** Under which the outcome is found: /requests/{requestId}. */
          requestId: string;
          status: 'undecided' | 'accepted';
          /** What there is to follow, and what can be done next. */
          links: Record<string, string>;
          /** Of the resource that holds it; once it is accepted. */
          version?: number | null;
          /** Accepted: whether reads show it already. A read model that is paused or being filled is not waited for. */
          shown?: boolean;
          /** When it was accepted. */
          decidedAt?: string;
        };
      };
    };
    202: {
      headers: Record<string, unknown>;
      content: {
        'application/json': {
          /** Under which the outcome is found: /requests/{requestId}. */
          requestId: string;
          status: 'undecided' | 'accepted';
          /** What there is to follow, and what can be done next. */
          links: Record<string, string>;
          /** Of the resource that holds it; once it is accepted. */
          version?: number | null;
          /** Accepted: whether reads show it already. A read model that is paused or being filled is not waited for. */
          shown?: boolean;
          /** When it was accepted. */
          decidedAt?: string;
        };
      };
    };
    400: InputInvalid2;
    401: Unauthenticated;
    403: Forbidden;
    404: RejectedUnknown2;
    409: RejectedState;
    412: PreconditionFailed;
    413: BodyTooLarge;
    415: MediaTypeUnsupported;
    422: RejectedContent;
    429: RateLimited;
    431: HeadersTooLarge;
    500: Internal;
    503: Unavailable;
  };
};

/** Read the price of a position. The newest price, what it rests on, and whether a newer one is owed. Not found until it is first asked for: its instrument needs a quote. A request that puts or removes it changes the instrument, so ?after= it is for the instrument; here it is answered with LP_API_AFTER_ELSEWHERE. */
export type ReadPosition = {
  parameters: {
    path: {
      /** The position: the id of its instrument, ~, and a name of its own. */
      positionId: string;
    };
    query?: {
      /** Only these fields, by name, with dots for those within; of a list, those of its entries. What is required is always sent. An unknown name is refused. Left out: all. */
      fields?: string | undefined;
      /** A request id: reads what that request has changed, and waits for it. Where it cannot be shown in time, the answer says why. */
      after?: string | undefined;
    };
    header?: {
      /** The ETag at hand: 304 where it still holds. */
      'if-none-match'?: string | undefined;
      /** wait=N (RFC 7240): with `after`, waits up to N seconds, at most 30. Left out: 5. */
      prefer?: string | undefined;
    };
  };
  responses: {
    200: {
      headers: Record<string, unknown>;
      content: {
        'application/json': {
          /** The position: the id of its instrument, ~, and a name of its own. */
          positionId: string;
          version: number;
          /** The instrument. */
          instrumentId?: string;
          /** The portfolio. */
          portfolioId?: string;
          /** Being priced; priced by the newest request; given up until somebody sees to it; held no more. */
          status?: 'PRICING' | 'PRICED' | 'FAILED' | 'WITHDRAWN';
          /** The last that was worked out, of one; null: none yet. */
          price?: {
            amount: number;
            currency: string;
          } | null;
          /** Price times quantity. */
          value?: {
            amount: number;
            currency: string;
          } | null;
          /** Whether a newer price is asked for and not there. */
          stale?: boolean;
          /** What the price rests on. */
          of?: {
            /** Counts at the instrument. */
            number?: number;
            /** When it was asked for. */
            at?: string;
            /** The market as it stood. */
            quote?: {
              sequence?: number;
              /** Price of one. */
              price?: {
                amount: number;
                currency: string;
              } | null;
              /** In basis points a year. */
              volatility?: number;
            } | null;
            /** As it stood. */
            quantity?: number;
          } | null;
          /** The newest that was asked for. */
          asked?: {
            /** Counts at the instrument. */
            number?: number;
            /** When it was asked for. */
            at?: string;
            /** The market as it stood. */
            quote?: {
              sequence?: number;
              /** Price of one. */
              price?: {
                amount: number;
                currency: string;
              } | null;
              /** In basis points a year. */
              volatility?: number;
            } | null;
            /** As it stood. */
            quantity?: number;
          } | null;
          /** When it was worked out. */
          pricedAt?: string | null;
          /** How often working out the newest has failed. */
          tries?: number;
          /** Why it was given up: a case in the hospital. */
          failure?: {
            code?: string;
            /** When it was given up. */
            at?: string;
          } | null;
          /** Asked = priced + overtaken + failed, and one more while it is being priced. */
          counts?: {
            asked?: number;
            priced?: number;
            overtaken?: number;
            failed?: number;
          };
          /** Of the newest change. */
          changedAt?: string;
          /** What there is to follow, and what can be done next. */
          links?: Record<string, string>;
          /** What can be done next, as things stand; with a body as the document says. */
          actions?: ({
            name: string;
            method: 'POST' | 'PUT' | 'DELETE';
            href: string;
          })[];
        };
      };
    };
    304: {
      headers: Record<string, unknown>;
      content?: never;
    };
    400: InputInvalid;
    401: Unauthenticated;
    403: Forbidden;
    404: NotFound2;
    409: AfterUndecided;
    429: RateLimited;
    431: HeadersTooLarge;
    500: Internal;
    503: Unavailable;
  };
};

/** Read an instrument. Its newest quote, and how much is held and asked. */
export type ReadInstrument = {
  parameters: {
    path: {
      /** The instrument. */
      instrumentId: string;
    };
    query?: {
      /** Only these fields, by name, with dots for those within; of a list, those of its entries. What is required is always sent. An unknown name is refused. Left out: all. */
      fields?: string | undefined;
      /** A request id: reads what that request has changed, and waits for it. Where it cannot be shown in time, the answer says why. */
      after?: string | undefined;
    };
    header?: {
      /** The ETag at hand: 304 where it still holds. */
      'if-none-match'?: string | undefined;
      /** wait=N (RFC 7240): with `after`, waits up to N seconds, at most 30. Left out: 5. */
      prefer?: string | undefined;
    };
  };
  responses: {
    200: {
      headers: Record<string, unknown>;
      content: {
        'application/json': {
          /** The instrument. */
          instrumentId: string;
          version: number;
          /** WAITING: there was no quote yet. */
          status?: 'WAITING' | 'QUOTED';
          /** The newest. */
          quote?: {
            sequence?: number;
            /** Price of one. */
            price?: {
              amount: number;
              currency: string;
            } | null;
            /** In basis points a year. */
            volatility?: number;
          } | null;
          /** When it was taken in. */
          quotedAt?: string | null;
          /** Held in it. */
          positions?: number;
          /** Over all positions, in all; withdrawals included. */
          pricesAsked?: number;
          /** That came after a newer one, and were dropped. */
          overtakenQuotes?: number;
          /** Of the newest change. */
          changedAt?: string;
          /** What there is to follow, and what can be done next. */
          links?: Record<string, string>;
        };
      };
    };
    304: {
      headers: Record<string, unknown>;
      content?: never;
    };
    400: InputInvalid;
    401: Unauthenticated;
    403: Forbidden;
    404: NotFound2;
    409: AfterUndecided;
    429: RateLimited;
    431: HeadersTooLarge;
    500: Internal;
    503: Unavailable;
  };
};

/** List positions with their prices. By position; pages by cursor. Those that are held no more are left out, unless asked for by status. */
export type ListPositions = {
  parameters: {
    query?: {
      /** Only of this portfolio. Left out: of all. */
      portfolioId?: string | undefined;
      /** Only with this status. Left out: all that are held. */
      status?: 'PRICING' | 'PRICED' | 'FAILED' | 'WITHDRAWN' | undefined;
      /** Most entries of a page. Default 20. */
      limit?: number | undefined;
      /** Where the page begins: `nextCursor` of the page before it. */
      cursor?: string | undefined;
      /** Only these fields, by name, with dots for those within; of a list, those of its entries. What is required is always sent. An unknown name is refused. Left out: all. */
      fields?: string | undefined;
      /** A request id: reads what that request has changed, and waits for it. Where it cannot be shown in time, the answer says why. */
      after?: string | undefined;
    };
    header?: {
      /** The ETag at hand: 304 where it still holds. */
      'if-none-match'?: string | undefined;
      /** wait=N (RFC 7240): with `after`, waits up to N seconds, at most 30. Left out: 5. */
      prefer?: string | undefined;
    };
  };
  responses: {
    200: {
      headers: Record<string, unknown>;
      content: {
        'application/json': {
          positions: ({
            /** The position: the id of its instrument, ~, and a name of its own. */
            positionId: string;
            version: number;
            /** The instrument. */
            instrumentId?: string;
            /** The portfolio. */
            portfolioId?: string;
            /** Being priced; priced by the newest request; given up until somebody sees to it; held no more. */
            status?: 'PRICING' | 'PRICED' | 'FAILED' | 'WITHDRAWN';
            /** The last that was worked out, of one; null: none yet. */
            price?: {
              amount: number;
              currency: string;
            } | null;
            /** Price times quantity. */
            value?: {
              amount: number;
              currency: string;
            } | null;
            /** Whether a newer price is asked for and not there. */
            stale?: boolean;
            /** What the price rests on. */
            of?: {
              /** Counts at the instrument. */
              number?: number;
              /** When it was asked for. */
              at?: string;
              /** The market as it stood. */
              quote?: {
                sequence?: number;
                /** Price of one. */
                price?: {
                  amount: number;
                  currency: string;
                } | null;
                /** In basis points a year. */
                volatility?: number;
              } | null;
              /** As it stood. */
              quantity?: number;
            } | null;
            /** The newest that was asked for. */
            asked?: {
              /** Counts at the instrument. */
              number?: number;
              /** When it was asked for. */
              at?: string;
              /** The market as it stood. */
              quote?: {
                sequence?: number;
                /** Price of one. */
                price?: {
                  amount: number;
                  currency: string;
                } | null;
                /** In basis points a year. */
                volatility?: number;
              } | null;
              /** As it stood. */
              quantity?: number;
            } | null;
            /** When it was worked out. */
            pricedAt?: string | null;
            /** How often working out the newest has failed. */
            tries?: number;
            /** Why it was given up: a case in the hospital. */
            failure?: {
              code?: string;
              /** When it was given up. */
              at?: string;
            } | null;
            /** Asked = priced + overtaken + failed, and one more while it is being priced. */
            counts?: {
              asked?: number;
              priced?: number;
              overtaken?: number;
              failed?: number;
            };
            /** Of the newest change. */
            changedAt?: string;
            /** What there is to follow, and what can be done next. */
            links?: Record<string, string>;
            /** What can be done next, as things stand; with a body as the document says. */
            actions?: ({
              name: string;
              method: 'POST' | 'PUT' | 'DELETE';
              href: string;
            })[];
          })[];
          /** Null on the last page. */
          nextCursor: string | null;
        };
      };
    };
    304: {
      headers: Record<string, unknown>;
      content?: never;
    };
    400: InputInvalid;
    401: Unauthenticated;
    403: Forbidden;
    404: AfterUnknown;
    409: AfterUndecided;
    429: RateLimited;
    431: HeadersTooLarge;
    500: Internal;
    503: Unavailable;
  };
};

/** Read what a portfolio is worth. Its value by currency, and how much of that is stale, failed or owed. */
export type ReadPortfolio = {
  parameters: {
    path: {
      /** The portfolio. */
      portfolioId: string;
    };
    query?: {
      /** Only these fields, by name, with dots for those within; of a list, those of its entries. What is required is always sent. An unknown name is refused. Left out: all. */
      fields?: string | undefined;
      /** A request id: reads what that request has changed, and waits for it. Where it cannot be shown in time, the answer says why. */
      after?: string | undefined;
    };
    header?: {
      /** The ETag at hand: 304 where it still holds. */
      'if-none-match'?: string | undefined;
      /** wait=N (RFC 7240): with `after`, waits up to N seconds, at most 30. Left out: 5. */
      prefer?: string | undefined;
    };
  };
  responses: {
    200: {
      headers: Record<string, unknown>;
      content: {
        'application/json': {
          /** The portfolio. */
          portfolioId: string;
          /** By currency. */
          totals: {
            currency?: string;
            /** In minor units, by the last price of each position, stale ones included. */
            value?: number;
            /** Held. */
            positions?: number;
            /** Of these, with a price that is not of the newest that was asked for. */
            stale?: number;
            /** Of these, without any price yet: not in the value. */
            unpriced?: number;
            /** Of these, given up until somebody sees to them. */
            failed?: number;
            /** Of these, being priced. */
            owed?: number;
          }[];
          /** What there is to follow, and what can be done next. */
          links?: Record<string, string>;
        };
      };
    };
    304: {
      headers: Record<string, unknown>;
      content?: never;
    };
    400: InputInvalid;
    401: Unauthenticated;
    403: Forbidden;
    404: NotFound2;
    409: AfterUndecided;
    429: RateLimited;
    431: HeadersTooLarge;
    500: Internal;
    503: Unavailable;
  };
};

/** List every topic. The catalogue: who writes each topic and what it holds, with where it begins and ends now. */
export type ListTopics = {
  parameters: {
    query?: {
      /** Adds the newest record’s place and time. Default false: it takes reads of the log. */
      newest?: boolean | undefined;
    };
  };
  responses: {
    200: {
      headers: Record<string, unknown>;
      content: {
        'application/json': {
          topics?: ({
            /** Without the installation’s prefix. */
            name?: string;
            /** `facts`: what happened, compacted for ever. `requests`: what is asked or answered, trimmed once all have read it. */
            kind?: 'facts' | 'requests';
            /** What the key says. */
            key?: string;
            partitionedBy?: 'key' | 'input';
            writtenBy?: string[];
            holds?: string;
            /** `compact`: the newest record of each key is kept; `delete`: trimmed. */
            cleanup?: string;
            /** Its newest record. Null: it has none, or it was not asked for. */
            newest?: {
              partition?: number;
              offset?: string;
              /** As its writer or the broker stamped it. */
              time?: string;
            } | null;
            links?: Record<string, string>;
            /** None: the brokers do not have it. */
            partitions?: {
              partition?: number;
              /** The first offset that is kept. */
              start?: string;
              /** The last stable offset: where the next record will be, at the least. */
              end?: string;
            }[];
          })[];
        };
      };
    };
    400: InputInvalid;
    401: Unauthenticated;
    403: Forbidden;
    429: RateLimited;
    431: HeadersTooLarge;
    500: Internal;
    503: Unavailable;
  };
};

/** Read what a topic is, and where it ends. One entry of the catalogue, with the offsets of each partition as they are now. */
export type ReadTopic = {
  parameters: {
    path: {
      /** Without the installation’s prefix. */
      name: string;
    };
    query?: {
      /** Adds the newest record’s place and time. Default false: it takes reads of the log. */
      newest?: boolean | undefined;
    };
  };
  responses: {
    200: {
      headers: Record<string, unknown>;
      content: {
        'application/json': {
          /** Without the installation’s prefix. */
          name?: string;
          /** `facts`: what happened, compacted for ever. `requests`: what is asked or answered, trimmed once all have read it. */
          kind?: 'facts' | 'requests';
          /** What the key says. */
          key?: string;
          partitionedBy?: 'key' | 'input';
          writtenBy?: string[];
          holds?: string;
          /** `compact`: the newest record of each key is kept; `delete`: trimmed. */
          cleanup?: string;
          /** Its newest record. Null: it has none, or it was not asked for. */
          newest?: {
            partition?: number;
            offset?: string;
            /** As its writer or the broker stamped it. */
            time?: string;
          } | null;
          links?: Record<string, string>;
          /** None: the brokers do not have it. */
          partitions?: {
            partition?: number;
            /** The first offset that is kept. */
            start?: string;
            /** The last stable offset: where the next record will be, at the least. */
            end?: string;
          }[];
        };
      };
    };
    400: InputInvalid;
    401: Unauthenticated;
    403: Forbidden;
    404: NotFound;
    429: RateLimited;
    431: HeadersTooLarge;
    500: Internal;
    503: Unavailable;
  };
};

/** Browse the records of a topic. By offset, by time, by key, or the newest ones; decoded and raw. Only what is committed. A page takes a bounded time: where that runs out, `complete` is false, `scanned` says what was looked at, and the cursor goes on there. Personal texts are ciphertext, unless an admin asks for `open`. */
export type ReadRecords = {
  parameters: {
    path: {
      /** Without the installation’s prefix. */
      name: string;
    };
    query?: {
      /** Which partition. Needed unless `key` or `cursor` is given. */
      partition?: number | undefined;
      /** Forwards from this offset. None of this, `before` and `time`: the newest page. */
      offset?: string | undefined;
      /** Backwards from this offset: the page that ends before it. */
      before?: string | undefined;
      /** Forwards from the first record that is stamped so or later. */
      time?: string | undefined;
      /** Only records of this key, of its partition, from the oldest on; as far as the time allows. */
      key?: string | undefined;
      /** Most records of a page. Default 20. */
      limit?: number | undefined;
      /** `olderCursor` or `newerCursor` of another page; with the same `key`, where that had one. */
      cursor?: string | undefined;
      /** Opens personal texts. Takes the scope admin; who did it is logged. Default false. */
      open?: boolean | undefined;
    };
  };
  responses: {
    200: {
      headers: Record<string, unknown>;
      content: {
        'application/json': {
          topic: string;
          partition: number;
          /** The first offset that is kept. */
          start: string;
          /** Where the next record will be, at the least: the last stable offset. */
          end: string;
          /** In the order of their offsets. */
          records: ({
            topic: string;
            partition: number;
            /** As text, since it may be larger than the numbers that JSON readers hold. */
            offset: string;
            /** As its writer or the broker stamped it. */
            time: string;
            key: string | null;
            /** There is no value: the key was deleted. */
            tombstone: boolean;
            /** Of the schema that it was written with. */
            schemaId: number | null;
            /** Decoded, as today’s schema reads it: whole numbers are exact, times are milliseconds, bytes are base64, personal texts are ciphertext. */
            value: Record<string, unknown> | null;
            /** Why the value could not be decoded. */
            undecodable: {
              reason: string;
              detail: string;
            } | null;
            headers: ({
              name: string;
              value: string | null;
            })[];
            raw: {
              /** The key’s bytes. */
              key: string | null;
              /** The value’s bytes, with their framing. */
              value: string | null;
              headers: ({
                name: string;
                /** Its bytes. */
                value: string | null;
              })[];
            };
          })[];
          /** Every offset in it was looked at: there is nothing in it but what `records` shows. */
          scanned: {
            /** From here … */
            from: string;
            /** … to before this. */
            to: string;
          };
          /** What the offsets of `scanned` hold that `records` does not show: the marker of a transaction (`commit`, `abort`), records of an `aborted` one, or nothing any more (`gone`: compacted away or trimmed). None where a key was asked for. */
          gaps: ({
            /** From here … */
            from: string;
            /** … to before this. */
            to: string;
            what: 'commit' | 'abort' | 'aborted' | 'gone';
          })[];
          /** Whether it was looked at as far as the page could reach; false: time or bytes ran out before. */
          complete: boolean;
          /** The page before it. Null: nothing is older, or a key was asked for. */
          olderCursor: string | null;
          /** The page after it; at the end, what has come since. */
          newerCursor: string;
        };
      };
    };
    400: InputInvalid;
    401: Unauthenticated;
    403: Forbidden;
    404: NotFound;
    429: RateLimited;
    431: HeadersTooLarge;
    500: Internal;
    503: Unavailable;
  };
};

/** Publish a request as a JSON event. For what no route of its own asks: the record of the topic’s schema (`GET /schemas`) as JSON, without `event` and `bodyHash`, which are stamped here. Every field is checked, bad ones are named by pointer, and personal texts are sealed. Its owner decides it as any other request. Beside the scope operator it needs the one that the topic’s own routes need: warehouse for stock-receipts, shipment-requests and welcome-pack-requests, shop for the others; admin may publish to all. Topics that take requests: order-requests, product-requests, stock-receipts, customer-requests, shipment-requests, welcome-pack-requests; the others are written by their owner alone (409). */
export type PublishRequest = {
  parameters: {
    path: {
      /** A topic that takes requests, without the installation’s prefix. */
      name: string;
    };
    header?: {
      /** Names the request, so that it can be repeated without being done twice: the same key with the same body is the same request for 7 days, with another body it is refused (422). Left out: every call is a request of its own. */
      'idempotency-key'?: string | undefined;
      /** wait=N (RFC 7240): waits up to N seconds, at most 30, until it is decided and reads show it; Preference-Applied says what was granted. Left out: answers 202 at once. */
      prefer?: string | undefined;
    };
  };
  requestBody: {
    content: {
      'application/json': Record<string, unknown>;
    };
  };
  responses: {
    200: {
      headers: Record<string, unknown>;
      content: {
        'application/json': {
          /** Under which the outcome is found: /requests/{requestId}. */
          requestId: string;
          status: 'undecided' | 'accepted';
          /** What there is to follow, and what can be done next. */
          links: Record<string, string>;
          /** Of the resource that holds it; once it is accepted. */
          version?: number | null;
          /** Accepted: whether reads show it already. A read model that is paused or being filled is not waited for. */
          shown?: boolean;
          /** When it was accepted. */
          decidedAt?: string;
        };
      };
    };
    202: {
      headers: Record<string, unknown>;
      content: {
        'application/json': {
          /** Under which the outcome is found: /requests/{requestId}. */
          requestId: string;
          status: 'undecided' | 'accepted';
          /** What there is to follow, and what can be done next. */
          links: Record<string, string>;
          /** Of the resource that holds it; once it is accepted. */
          version?: number | null;
          /** Accepted: whether reads show it already. A read model that is paused or being filled is not waited for. */
          shown?: boolean;
          /** When it was accepted. */
          decidedAt?: string;
        };
      };
    };
    400: InputInvalid2;
    401: Unauthenticated;
    403: Forbidden;
    404: NotFound5;
    409: TopicOwned;
    412: PreconditionFailed;
    413: BodyTooLarge;
    415: MediaTypeUnsupported;
    422: RejectedContent;
    429: RateLimited;
    431: HeadersTooLarge;
    500: Internal;
    503: Unavailable;
  };
};

/** Look which schemas the records of a topic are written with. Reads the topic from its start to where it ends now, some seconds of it at a time: `partitions` says what was looked at, and `cursor` goes on and counts on. Cases of the hospital hold records too, which `npx longplay schemas check --against topics` looks into. */
export type ReadSchemaIds = {
  parameters: {
    path: {
      /** Without the installation’s prefix. */
      name: string;
    };
    query?: {
      /** `cursor` of the look before: goes on where it has ended, and counts on. */
      cursor?: string | undefined;
    };
  };
  responses: {
    200: {
      headers: Record<string, unknown>;
      content: {
        'application/json': {
          topic: string;
          /** By id. */
          schemas: ({
            /** As the registry counts. */
            id: number;
            /** Of the topic’s subject; null: it lists none. */
            version: number | null;
            records: number;
            /** The first that was met. */
            first: {
              partition: number;
              offset: string;
            };
            /** The last that was met. */
            last: {
              partition: number;
              offset: string;
            };
          })[];
          /** Records without a value. */
          tombstones: number;
          /** Values that are not in the registry’s format: nobody can read them. */
          foreign: number;
          partitions: {
            partition: number;
            /** Looked at from here … */
            from: string;
            /** … to before this … */
            to: string;
            /** … of what ends before this. */
            end: string;
          }[];
          /** `cursor` of the look before: goes on where it has ended, and counts on. */
          cursor: string | null;
        };
      };
    };
    400: InputInvalid;
    401: Unauthenticated;
    403: Forbidden;
    404: NotFound;
    429: RateLimited;
    431: HeadersTooLarge;
    500: Internal;
    503: Unavailable;
  };
};

/** Follow a topic, record by record. Server-sent events: `record` for each record as `GET /topics/{name}/records` shows it, personal texts as ciphertext. The id says where the client is in each partition, so coming back with it (Last-Event-ID) misses nothing and repeats nothing, on any instance. A client that is slow is told from the log, at its own pace; one that takes nothing for 30 s is dropped, and comes back. `gap`: these offsets were deleted before they could be told. Records are in order within their partition. */
export type FollowTopic = {
  parameters: {
    path: {
      /** Without the installation’s prefix. */
      name: string;
    };
    query?: {
      /** Where a client without Last-Event-ID begins. Default now. */
      from?: 'beginning' | 'now' | undefined;
    };
    header?: {
      /** The id of the last event that was received: the stream goes on right after it, on any instance. A browser sends it by itself. */
      'last-event-id'?: string | undefined;
    };
  };
  responses: {
    200: {
      headers: Record<string, unknown>;
      content: {
        'text/event-stream': string;
      };
    };
    400: InputInvalid;
    401: Unauthenticated;
    403: Forbidden;
    404: NotFound6;
    410: EventsGone;
    429: RateLimited2;
    431: HeadersTooLarge;
    500: Internal;
    503: Unavailable2;
  };
};

/** Read the newest facts of a topic as an Atom feed. The newest 100 facts over all partitions, the newest first, for readers of feeds. Whoever must miss nothing follows the feed of each partition, which `related` links name: order holds within a partition only. */
export type ReadFeed = {
  parameters: {
    path: {
      /** A topic of facts, without the installation’s prefix. */
      topic: string;
    };
    header?: {
      /** The ETag at hand: 304 where it still holds. */
      'if-none-match'?: string | undefined;
    };
  };
  responses: {
    200: {
      headers: Record<string, unknown>;
      content: {
        'application/atom+xml': string;
      };
    };
    304: {
      headers: Record<string, unknown>;
      content?: never;
    };
    400: InputInvalid;
    401: Unauthenticated;
    403: Forbidden;
    404: NotFound;
    429: RateLimited;
    431: HeadersTooLarge;
    500: Internal;
    503: Unavailable;
  };
};

/** Read the newest facts of a partition, with the way to all older ones. An archived feed (RFC 5005): read this address now and then, and follow `prev-archive` until a page that is known. An entry’s id is its place on the log. Personal texts are ciphertext. */
export type ReadPartitionFeed = {
  parameters: {
    path: {
      /** A topic of facts, without the installation’s prefix. */
      topic: string;
      /** Which partition. */
      partition: number;
    };
    header?: {
      /** The ETag at hand: 304 where it still holds. */
      'if-none-match'?: string | undefined;
    };
  };
  responses: {
    200: {
      headers: Record<string, unknown>;
      content: {
        'application/atom+xml': string;
      };
    };
    304: {
      headers: Record<string, unknown>;
      content?: never;
    };
    400: InputInvalid;
    401: Unauthenticated;
    403: Forbidden;
    404: NotFound;
    429: RateLimited;
    431: HeadersTooLarge;
    500: Internal;
    503: Unavailable;
  };
};

/** Read an archived page of a partition’s feed. A fixed range of 100 offsets. Nothing is ever added to it; compaction takes facts from it that a newer one of the same key has overtaken, so a page may be short, or empty. Cache-Control says for how long it may be kept before its ETag is asked about. */
export type ReadFeedPage = {
  parameters: {
    path: {
      /** A topic of facts, without the installation’s prefix. */
      topic: string;
      /** Which partition. */
      partition: number;
      /** Which page, counted from the first offset. */
      page: number;
    };
    header?: {
      /** The ETag at hand: 304 where it still holds. */
      'if-none-match'?: string | undefined;
    };
  };
  responses: {
    200: {
      headers: Record<string, unknown>;
      content: {
        'application/atom+xml': string;
      };
    };
    304: {
      headers: Record<string, unknown>;
      content?: never;
    };
    400: InputInvalid;
    401: Unauthenticated;
    403: Forbidden;
    404: NotFound;
    429: RateLimited;
    431: HeadersTooLarge;
    500: Internal;
    503: Unavailable;
  };
};

/** List the schema of every topic, with its versions. What this program writes, what releases have frozen, what the registry lists (up to ten seconds old), who writes each topic, and who reads which fields of it. */
export type ListSchemas = {
  responses: {
    200: {
      headers: Record<string, unknown>;
      content: {
        'application/json': {
          schemas?: ({
            /** Without the installation’s prefix. */
            topic?: string;
            /** The registry’s. */
            subject?: string;
            /** Name of the root record. */
            record?: string;
            /** The level that the subject is checked at. */
            compatibility?: string;
            /** Of the schema that this program writes. SHA-256 of the text without white space, in hexadecimal. */
            fingerprint?: string;
            /** Who writes the topic: its owner first. */
            writtenBy?: string[];
            /** Who in this program reads the topic. None: nobody, or it is not told here. */
            readBy?: ({
              name?: string;
              kind?: 'processor' | 'projection';
              /** `cause`: it decides by it; `table`: it looks things up in it; `own`: it is its state; `treatment`: its cases and operations; `view`: a read model is made of it. */
              as?: 'cause' | 'table' | 'own' | 'treatment' | 'view';
              /** Names of fields, at any depth, that stand in its code: it uses no field of another name. */
              fields?: string[];
            })[];
            /** Versions that releases have frozen, oldest first. */
            released?: ({
              version?: number;
              /** The first release that had it. */
              release?: string | null;
              /** SHA-256 of the text without white space, in hexadecimal. */
              fingerprint?: string;
            })[];
            /** Versions that the registry lists, oldest first; records name them by their id. */
            registered?: {
              version?: number;
              id?: number;
              /** SHA-256 of the text without white space, in hexadecimal. */
              fingerprint?: string;
              links?: Record<string, unknown>;
            }[];
          })[];
        };
      };
    };
    400: InputInvalid;
    401: Unauthenticated;
    403: Forbidden;
    429: RateLimited;
    500: Internal;
    503: Unavailable;
  };
};

/** Read a version of a topic’s schema. The Avro schema as it was registered, with its documentation and what marks personal fields. */
export type ReadSchemaVersion = {
  parameters: {
    path: {
      /** The topic’s name, or the registry’s subject. */
      subject: string;
      /** As the registry counts. */
      version: number;
    };
  };
  responses: {
    200: {
      headers: Record<string, unknown>;
      content: {
        'application/json': {
          topic?: string;
          subject?: string;
          version?: number;
          /** By which records name it. */
          id?: number;
          /** SHA-256 of the text without white space, in hexadecimal. */
          fingerprint?: string;
          /** The Avro schema. */
          schema?: Record<string, unknown>;
        };
      };
    };
    400: InputInvalid;
    401: Unauthenticated;
    403: Forbidden;
    404: NotFound;
    429: RateLimited;
    431: HeadersTooLarge;
    500: Internal;
    503: Unavailable;
  };
};

/** Read who reads and writes what. Each processor with the topic that it owns, the ones that it reads, and the ones that it asks others on; with `live`, how far it has come, computed from the log alone. */
export type ReadTopology = {
  parameters: {
    query?: {
      /** Adds how far each processor has read. Default false. */
      live?: boolean | undefined;
    };
  };
  responses: {
    200: {
      headers: Record<string, unknown>;
      content: {
        'application/json': {
          processors?: ({
            processor?: string;
            /** The topic of facts that it alone writes. */
            owns?: string;
            /** Topics that cause something. */
            reads?: string[];
            /** Topics of facts that it looks things up in. */
            tables?: string[];
            /** Topics of requests that it writes, its outcomes among them. */
            asks?: string[];
            /** What it has done outside. */
            effects?: string[];
            /** Offsets that are still to be read, markers of transactions among them. Null: not asked for. */
            lag?: number | null;
            /** None: not asked for. */
            inputs?: ({
              topic?: string;
              partition?: number;
              /** Next offset to be read; null: it has not begun. */
              position?: string | null;
              end?: string;
              lag?: number;
            })[];
          })[];
          topics?: {
            name?: string;
            kind?: string;
            /** Who writes it. */
            writtenBy?: string[];
          }[];
        };
      };
    };
    400: InputInvalid;
    401: Unauthenticated;
    403: Forbidden;
    429: RateLimited;
    431: HeadersTooLarge;
    500: Internal;
    503: Unavailable;
  };
};

/** Follow an order, from request to doorstep. Server-sent events: each version of the order, its payment, its allocation and its shipment, as an event of that name (`orders`, `payments`, `allocations`, `shipments`) with what changed; first what has happened so far, then what comes. An id counts what was told, so a client that comes back with it (Last-Event-ID) misses nothing and is told nothing twice, on any instance and after any restart. `rest`: the order has ended and nobody owes it a step; the stream ends, and coming back is answered 204, which tells a browser to stop. A stream also ends after an hour and when the server stops: come back. */
export type FollowOrder = {
  parameters: {
    path: {
      /** The order. */
      orderId: string;
    };
    header?: {
      /** The id of the last event that was received: the stream goes on right after it, on any instance. A browser sends it by itself. */
      'last-event-id'?: string | undefined;
    };
  };
  responses: {
    200: {
      headers: Record<string, unknown>;
      content: {
        'text/event-stream': string;
      };
    };
    204: {
      headers: Record<string, unknown>;
      content?: never;
    };
    400: InputInvalid;
    401: Unauthenticated;
    403: Forbidden;
    404: NotFound6;
    429: RateLimited2;
    431: HeadersTooLarge;
    500: Internal;
    503: Unavailable2;
  };
};

/** Read every event of an order, with its record, its cause and what each read model shows. What the log has of an order, in causal order: requests, what became of each, facts, and what its processors asked of stock and loyalty, with the answers. What compaction or trimming has taken is told by the histories of the facts that are kept, with `record` null. Records are found by the times that histories name, so that it costs the same however long the log is. */
export type ReadOrderTrail = {
  parameters: {
    path: {
      /** The order. */
      orderId: string;
    };
  };
  responses: {
    200: {
      headers: Record<string, unknown>;
      content: {
        'application/json': {
          /** The order. */
          orderId: string;
          /** Causes before what they led to, whatever the clocks say. */
          events: ({
            /** Unique for ever: ce_id. Of what has none, or was asked with another body under an id that is known: its place on the log. */
            id: string;
            topic: 'order-requests' | 'orders' | 'loyalty-requests' | 'loyalty-replies' | 'allocations' | 'stock-requests' | 'stock-replies' | 'payments' | 'order-activity' | 'shipment-requests' | 'shipments' | 'notifications' | 'webhook-deliveries';
            /** Of a fact: counts 1, 2, 3… at its owner. */
            version: number | null;
            /** ce_type; null where the record is gone. */
            type: string | null;
            /** What the history notes; CHANGED: nothing. Of a request what is asked. */
            what: string[];
            /** A stable code; null: there is none. */
            reason: string | null;
            /** When it was decided. */
            at: string;
            /** Ids of the events, effects or deadlines that led to it. */
            causes: string[];
            correlationId: string;
            /** The trace-id of its traceparent. */
            traceId: string;
            actor: {
              kind: string;
              id: string;
            } | null;
            /** How often the same event is on the log again. */
            repeats: number;
            /** Of a request: what became of it, where that is known. */
            outcome: {
              accepted: boolean;
              /** A stable code; null: there is none. */
              reason: string | null;
              /** When it was decided. */
              at: string;
              by: string;
            } | null;
            /** Null: it is not on the log any more, or was not found; a fact or an answer tells of it. */
            record: {
              partition: number;
              /** As text, since it may be larger than the numbers that JSON readers hold. */
              offset: string;
              /** As its writer stamped it. */
              time: string;
              /** Of the schema that it was written with. */
              schemaId: number | null;
              /** Its version of the topic’s subject; null: the registry lists none, or has not said so in time. */
              schemaVersion: number | null;
              /** There is no value: the key was deleted. */
              tombstone: boolean;
              /** Decoded; personal texts are ciphertext. */
              value: Record<string, unknown> | null;
              /** Why the value could not be decoded. */
              undecodable: {
                reason: string;
                detail: string;
              } | null;
            } | null;
          })[];
          /** Entries that histories do not tell any more. */
          dropped: number;
          /** What each read model shows of it. */
          views: ({
            name: string;
            topic: 'order-requests' | 'orders' | 'loyalty-requests' | 'loyalty-replies' | 'allocations' | 'stock-requests' | 'stock-replies' | 'payments' | 'order-activity' | 'shipment-requests' | 'shipments' | 'notifications' | 'webhook-deliveries';
            /** Of the fact that it shows; null: it shows none. */
            version: number | null;
            /** How many facts of this order it has not taken in yet. */
            behind: number;
            partition: number | null;
            /** How far it has read the order’s partition. */
            position: string | null;
            /** Where that ends. */
            end: string | null;
          })[];
          /** Where it was looked for. */
          searched: ({
            topic: 'order-requests' | 'orders' | 'loyalty-requests' | 'loyalty-replies' | 'allocations' | 'stock-requests' | 'stock-replies' | 'payments' | 'order-activity' | 'shipment-requests' | 'shipments' | 'notifications' | 'webhook-deliveries';
            partition: number;
            records: number;
            /** Whether everything since the order began was looked at; false: records were looked up by their times, and one that no history tells of may be missing. */
            whole: boolean;
          })[];
          /** What there is to follow, and what can be done next. */
          links: Record<string, string>;
        };
      };
    };
    400: InputInvalid;
    401: Unauthenticated;
    403: Forbidden;
    404: NotFound;
    429: RateLimited;
    431: HeadersTooLarge;
    500: Internal;
    503: Unavailable;
  };
};

/** Read what could not be processed, by cause. Open cases of all processors and projections, grouped by processor, error code and top frame. */
export type ReadHospital = {
  parameters: {
    query?: {
      /** Only this one. Left out: all. */
      processor?: string | undefined;
    };
  };
  responses: {
    200: {
      headers: Record<string, unknown>;
      content: {
        'application/json': {
          groups: ({
            processor: string;
            group: string;
            code: string;
            message: string;
            frame: string;
            transient: boolean;
            /** Cases that failed by themselves. */
            cases: number;
            /** Cases that wait behind them. */
            queued: number;
            retrying: number;
            keysBlocked: number;
            /** When the oldest was admitted. */
            firstSeen: string;
            /** When one failed last. */
            lastSeen: string;
            /** When the first of them is tried again by itself. */
            retryAt: string | null;
            /** The case that has waited longest. */
            example: string;
            links: Record<string, string>;
          })[];
        };
      };
    };
    400: InputInvalid;
    401: Unauthenticated;
    403: Forbidden;
    429: RateLimited;
    431: HeadersTooLarge;
    500: Internal;
    503: Unavailable;
  };
};

/** List cases, the oldest first. What could not be processed and is waiting, or was treated; pages by cursor. */
export type ListCases = {
  parameters: {
    query?: {
      /** Only of this one. */
      processor?: string | undefined;
      /** Only of this cause. */
      group?: string | undefined;
      /** Only of this key. */
      key?: string | undefined;
      /** Only these. */
      status?: 'WAITING' | 'QUEUED' | 'RETRYING' | 'HEALED' | 'DISCARDED' | 'SUPERSEDED' | undefined;
      /** Default open. */
      state?: 'open' | 'closed' | 'all' | undefined;
      /** Most entries of a page. Default 20. */
      limit?: number | undefined;
      /** Where the page begins: `nextCursor` of the page before it. */
      cursor?: string | undefined;
    };
  };
  responses: {
    200: {
      headers: Record<string, unknown>;
      content: {
        'application/json': {
          cases: ({
            caseId: string;
            version: number;
            processor: string;
            processorVersion: string;
            /** WAITING, QUEUED, RETRYING; HEALED, DISCARDED, SUPERSEDED. */
            status: string;
            /** RECORD, EFFECT or DEADLINE. */
            source: string;
            group: string;
            /** Null while it queues behind another case. */
            error: {
              code: string;
              /** Whether it is tried again by itself. */
              transient: boolean;
              message: string;
              /** The first frame of this program. */
              frame: string;
              stack: string;
            } | null;
            /** The key that waits; of a projection, the one whose row is stale. */
            key: string | null;
            admission: number;
            blockedBy: string | null;
            ownVersion: number | null;
            /** Where the record stands. */
            record: {
              topic: string;
              partition: number;
              offset: number;
              /** When it was written. Milliseconds since the epoch. */
              timestamp: number | null;
              schemaId: number | null;
            } | null;
            effect: {
              key: string;
              effectId: string;
              kind: string;
              attempt: number;
            } | null;
            deadline: {
              key: string;
              name: string;
              /** When it was due. Milliseconds since the epoch. */
              due: number;
            } | null;
            attempts: number;
            /** When it was admitted. */
            admittedAt: string;
            /** When it failed last. */
            failedAt: string | null;
            /** When it is tried again by itself. */
            retryAt: string | null;
            /** When it was closed. */
            closedAt: string | null;
            edited: boolean;
            /** What was done, when, by whom, why, and its result. */
            treatments: ({
              operationId: string;
              action: string;
              /** When. Milliseconds since the epoch. */
              at: number;
              actor: {
                kind: string;
                id: string;
              } | null;
              reason: string;
              result: string;
            })[];
            treatmentsDropped: number;
            /** Of a projection’s case. */
            generation: number | null;
            links: Record<string, string>;
          })[];
          /** Null on the last page. */
          nextCursor: string | null;
        };
      };
    };
    400: InputInvalid;
    401: Unauthenticated;
    403: Forbidden;
    429: RateLimited;
    431: HeadersTooLarge;
    500: Internal;
    503: Unavailable;
  };
};

/** List the keys that wait, with the queue of each. Open cases by key, the key that has waited longest first; pages by cursor. */
export type ListParkedKeys = {
  parameters: {
    query?: {
      /** Only of this one. */
      processor?: string | undefined;
      /** Only of this cause. */
      group?: string | undefined;
      /** Only this key. */
      key?: string | undefined;
      /** Most entries of a page. Default 20. */
      limit?: number | undefined;
      /** Where the page begins: `nextCursor` of the page before it. */
      cursor?: string | undefined;
    };
  };
  responses: {
    200: {
      headers: Record<string, unknown>;
      content: {
        'application/json': {
          keys: ({
            processor: string;
            /** Null: the case blocks nobody. */
            key: string | null;
            /** Of a projection’s cases. */
            generation: number | null;
            /** When its first case was admitted. */
            since: string;
            /** Open cases in all. */
            cases: number;
            /** Those that wait behind another one. */
            queued: number;
            /** The first ten, in the order in which they are treated: the first one holds up the others. */
            first: ({
              caseId: string;
              status: string;
              group: string;
              code: string | null;
              /** Null while it queues. */
              message: string | null;
              attempts: number;
              /** When it was admitted. */
              admittedAt: string;
              /** When it failed last. */
              failedAt: string | null;
              /** When it is tried again by itself. */
              retryAt: string | null;
            })[];
          })[];
          /** Null on the last page. */
          nextCursor: string | null;
        };
      };
    };
    400: InputInvalid;
    401: Unauthenticated;
    403: Forbidden;
    429: RateLimited;
    431: HeadersTooLarge;
    500: Internal;
    503: Unavailable;
  };
};

/** Read a case, and what queues with it. From the read model, without bytes: its link `content` has those. `queue`: the open cases of its key, in order. */
export type ReadCase = {
  parameters: {
    path: {
      /** The case. */
      caseId: string;
    };
  };
  responses: {
    200: {
      headers: Record<string, unknown>;
      content: {
        'application/json': {
          case: {
            caseId: string;
            version: number;
            processor: string;
            processorVersion: string;
            /** WAITING, QUEUED, RETRYING; HEALED, DISCARDED, SUPERSEDED. */
            status: string;
            /** RECORD, EFFECT or DEADLINE. */
            source: string;
            group: string;
            /** Null while it queues behind another case. */
            error: {
              code: string;
              /** Whether it is tried again by itself. */
              transient: boolean;
              message: string;
              /** The first frame of this program. */
              frame: string;
              stack: string;
            } | null;
            /** The key that waits; of a projection, the one whose row is stale. */
            key: string | null;
            admission: number;
            blockedBy: string | null;
            ownVersion: number | null;
            /** Where the record stands. */
            record: {
              topic: string;
              partition: number;
              offset: number;
              /** When it was written. Milliseconds since the epoch. */
              timestamp: number | null;
              schemaId: number | null;
            } | null;
            effect: {
              key: string;
              effectId: string;
              kind: string;
              attempt: number;
            } | null;
            deadline: {
              key: string;
              name: string;
              /** When it was due. Milliseconds since the epoch. */
              due: number;
            } | null;
            attempts: number;
            /** When it was admitted. */
            admittedAt: string;
            /** When it failed last. */
            failedAt: string | null;
            /** When it is tried again by itself. */
            retryAt: string | null;
            /** When it was closed. */
            closedAt: string | null;
            edited: boolean;
            /** What was done, when, by whom, why, and its result. */
            treatments: ({
              operationId: string;
              action: string;
              /** When. Milliseconds since the epoch. */
              at: number;
              actor: {
                kind: string;
                id: string;
              } | null;
              reason: string;
              result: string;
            })[];
            treatmentsDropped: number;
            /** Of a projection’s case. */
            generation: number | null;
            links: Record<string, string>;
          };
          queue: {
            caseId: string;
            status: string;
            /** When. */
            admittedAt: string;
          }[];
          /** How many there are; at most a hundred are listed. */
          queued: number;
        };
      };
    };
    400: InputInvalid;
    401: Unauthenticated;
    403: Forbidden;
    404: NotFound;
    429: RateLimited;
    431: HeadersTooLarge;
    500: Internal;
    503: Unavailable;
  };
};

/** Try a case again, and what queues behind it. Of a projection: the rows of its key are made anew. */
export type RetryCase = {
  parameters: {
    path: {
      /** The case. */
      caseId: string;
    };
    header?: {
      /** Names the request, so that it can be repeated without being done twice: the same key with the same body is the same request for 7 days, with another body it is refused (422). Left out: every call is a request of its own. */
      'idempotency-key'?: string | undefined;
    };
  };
  requestBody: {
    content: {
      'application/json': {
        /** Who asks; the case keeps it, behind the id of the key or the subject of the token that was shown. */
        actor: string;
        /** Why; the case keeps it. */
        reason: string;
      };
    };
  };
  responses: {
    200: {
      headers: Record<string, unknown>;
      content: {
        'application/json': {
          status?: string;
        };
      };
    };
    202: {
      headers: Record<string, unknown>;
      content: {
        'application/json': {
          operationId?: string;
          links?: Record<string, string>;
        };
      };
    };
    400: InputInvalid;
    401: Unauthenticated;
    403: Forbidden;
    404: NotFound;
    409: CaseUntreatable;
    413: BodyTooLarge;
    415: MediaTypeUnsupported;
    429: RateLimited;
    431: HeadersTooLarge;
    500: Internal;
    503: Unavailable;
  };
};

/** Give a case up. What queues behind it goes on. Of a projection it is done at once (200). */
export type DiscardCase = {
  parameters: {
    path: {
      /** The case. */
      caseId: string;
    };
    header?: {
      /** Names the request, so that it can be repeated without being done twice: the same key with the same body is the same request for 7 days, with another body it is refused (422). Left out: every call is a request of its own. */
      'idempotency-key'?: string | undefined;
    };
  };
  requestBody: {
    content: {
      'application/json': {
        /** Who asks; the case keeps it, behind the id of the key or the subject of the token that was shown. */
        actor: string;
        /** Why; the case keeps it. */
        reason: string;
      };
    };
  };
  responses: {
    200: {
      headers: Record<string, unknown>;
      content: {
        'application/json': {
          status?: string;
        };
      };
    };
    202: {
      headers: Record<string, unknown>;
      content: {
        'application/json': {
          operationId?: string;
          links?: Record<string, string>;
        };
      };
    };
    400: InputInvalid;
    401: Unauthenticated;
    403: Forbidden;
    404: NotFound;
    409: CaseUntreatable;
    413: BodyTooLarge;
    415: MediaTypeUnsupported;
    429: RateLimited;
    431: HeadersTooLarge;
    500: Internal;
    503: Unavailable;
  };
};

/** Replace the value of a request that is parked, and try it again. The whole value as `longplay hospital show ID --value` prints it, sealed texts as they are. The one as it came is kept. A fact is never edited: its owner repairs it. */
export type EditCase = {
  parameters: {
    path: {
      /** The case. */
      caseId: string;
    };
    header?: {
      /** Names the request, so that it can be repeated without being done twice: the same key with the same body is the same request for 7 days, with another body it is refused (422). Left out: every call is a request of its own. */
      'idempotency-key'?: string | undefined;
    };
  };
  requestBody: {
    content: {
      'application/json': {
        /** Who asks; the case keeps it, behind the id of the key or the subject of the token that was shown. */
        actor: string;
        /** Why; the case keeps it. */
        reason: string;
        /** The value. */
        value: Record<string, unknown>;
      };
    };
  };
  responses: {
    200: {
      headers: Record<string, unknown>;
      content: {
        'application/json': {
          status?: string;
        };
      };
    };
    202: {
      headers: Record<string, unknown>;
      content: {
        'application/json': {
          operationId?: string;
          links?: Record<string, string>;
        };
      };
    };
    400: InputInvalid;
    401: Unauthenticated;
    403: Forbidden;
    404: NotFound;
    409: CaseUntreatable;
    413: BodyTooLarge;
    415: MediaTypeUnsupported;
    429: RateLimited;
    431: HeadersTooLarge;
    500: Internal;
    503: Unavailable;
  };
};

/** Try all cases of a key again, in their order. A retry that fails parks the key again, and the later cases stay where they are. */
export type RetryKey = {
  parameters: {
    path: {
      /** The key. */
      key: string;
    };
    header?: {
      /** Names the request, so that it can be repeated without being done twice: the same key with the same body is the same request for 7 days, with another body it is refused (422). Left out: every call is a request of its own. */
      'idempotency-key'?: string | undefined;
    };
  };
  requestBody: {
    content: {
      'application/json': {
        /** Who asks; the case keeps it, behind the id of the key or the subject of the token that was shown. */
        actor: string;
        /** Why; the case keeps it. */
        reason: string;
        /** The processor; of a projection’s own cases `projections.NAME`. */
        processor: string;
      };
    };
  };
  responses: {
    200: {
      headers: Record<string, unknown>;
      content: {
        'application/json': {
          status?: string;
        };
      };
    };
    202: {
      headers: Record<string, unknown>;
      content: {
        'application/json': {
          operationId?: string;
          links?: Record<string, string>;
        };
      };
    };
    400: InputInvalid;
    401: Unauthenticated;
    403: Forbidden;
    404: NotFound;
    409: CaseUntreatable;
    413: BodyTooLarge;
    415: MediaTypeUnsupported;
    429: RateLimited;
    431: HeadersTooLarge;
    500: Internal;
    503: Unavailable;
  };
};

/** Try all cases of a cause again, at a rate. How far it is, its link `result` tells. */
export type RetryGroup = {
  parameters: {
    path: {
      /** Fingerprint of the cause, as GET /hospital lists it. */
      group: string;
    };
    header?: {
      /** Names the request, so that it can be repeated without being done twice: the same key with the same body is the same request for 7 days, with another body it is refused (422). Left out: every call is a request of its own. */
      'idempotency-key'?: string | undefined;
    };
  };
  requestBody: {
    content: {
      'application/json': {
        /** Who asks; the case keeps it, behind the id of the key or the subject of the token that was shown. */
        actor: string;
        /** Why; the case keeps it. */
        reason: string;
        /** The processor; of a projection’s own cases `projections.NAME`. */
        processor: string;
        /** At most so many a second; left out: the configured rate. */
        perSecond?: number | undefined;
      };
    };
  };
  responses: {
    200: {
      headers: Record<string, unknown>;
      content: {
        'application/json': {
          status?: string;
        };
      };
    };
    202: {
      headers: Record<string, unknown>;
      content: {
        'application/json': {
          operationId?: string;
          links?: Record<string, string>;
        };
      };
    };
    400: InputInvalid;
    401: Unauthenticated;
    403: Forbidden;
    404: NotFound;
    409: CaseUntreatable;
    413: BodyTooLarge;
    415: MediaTypeUnsupported;
    429: RateLimited;
    431: HeadersTooLarge;
    500: Internal;
    503: Unavailable;
  };
};

/** Have a processor take no more inputs. It survives restarts. Retries are done meanwhile. */
export type PauseStream = {
  parameters: {
    path: {
      /** The processor. */
      name: string;
    };
    header?: {
      /** Names the request, so that it can be repeated without being done twice: the same key with the same body is the same request for 7 days, with another body it is refused (422). Left out: every call is a request of its own. */
      'idempotency-key'?: string | undefined;
    };
  };
  requestBody: {
    content: {
      'application/json': {
        /** Who asks; the case keeps it, behind the id of the key or the subject of the token that was shown. */
        actor: string;
        /** Why; the case keeps it. */
        reason: string;
        /** When it goes on by itself; left out: when it is told to. */
        until?: string | undefined;
      };
    };
  };
  responses: {
    200: {
      headers: Record<string, unknown>;
      content: {
        'application/json': {
          status?: string;
        };
      };
    };
    202: {
      headers: Record<string, unknown>;
      content: {
        'application/json': {
          operationId?: string;
          links?: Record<string, string>;
        };
      };
    };
    400: InputInvalid;
    401: Unauthenticated;
    403: Forbidden;
    404: NotFound;
    409: CaseUntreatable;
    413: BodyTooLarge;
    415: MediaTypeUnsupported;
    429: RateLimited;
    431: HeadersTooLarge;
    500: Internal;
    503: Unavailable;
  };
};

/** Have a processor go on, from where it stood. Also where its storm breaker has stopped it. */
export type ResumeStream = {
  parameters: {
    path: {
      /** The processor. */
      name: string;
    };
    header?: {
      /** Names the request, so that it can be repeated without being done twice: the same key with the same body is the same request for 7 days, with another body it is refused (422). Left out: every call is a request of its own. */
      'idempotency-key'?: string | undefined;
    };
  };
  requestBody: {
    content: {
      'application/json': {
        /** Who asks; the case keeps it, behind the id of the key or the subject of the token that was shown. */
        actor: string;
        /** Why; the case keeps it. */
        reason: string;
      };
    };
  };
  responses: {
    200: {
      headers: Record<string, unknown>;
      content: {
        'application/json': {
          status?: string;
        };
      };
    };
    202: {
      headers: Record<string, unknown>;
      content: {
        'application/json': {
          operationId?: string;
          links?: Record<string, string>;
        };
      };
    };
    400: InputInvalid;
    401: Unauthenticated;
    403: Forbidden;
    404: NotFound;
    409: CaseUntreatable;
    413: BodyTooLarge;
    415: MediaTypeUnsupported;
    429: RateLimited;
    431: HeadersTooLarge;
    500: Internal;
    503: Unavailable;
  };
};

/** Read what became of a treatment that was asked for. Whether it is done, refused or still to be done, and by which processor. */
export type ReadHospitalOperation = {
  parameters: {
    path: {
      /** As the 202 said it. */
      operationId: string;
    };
    query: {
      /** The processor; of a projection’s own cases `projections.NAME`. */
      processor: string;
      /** How many of its tasks were asked, as the 202 said it. Default 1. */
      tasks?: number | undefined;
    };
  };
  responses: {
    200: {
      headers: Record<string, unknown>;
      content: {
        'application/json': {
          operationId: string;
          status: 'undecided' | 'accepted' | 'rejected' | 'partly';
          /** Of each task that has answered. */
          outcomes: ({
            requestId: string;
            status: string;
            /** Why it was rejected, as a code. */
            reason: string | null;
            /** When. */
            decidedAt: string;
          })[];
        };
      };
    };
    400: InputInvalid;
    401: Unauthenticated;
    403: Forbidden;
    404: NotFound;
    429: RateLimited;
    431: HeadersTooLarge;
    500: Internal;
    503: Unavailable;
  };
};

/** Read how far a retry is, and how it ended. From the processor’s cases on the log, so it is never behind; a retry of a cause tells its progress. */
export type ReadTreatmentResult = {
  parameters: {
    path: {
      /** As the 202 said it. */
      operationId: string;
    };
    query: {
      /** The processor; of a projection’s own cases `projections.NAME`. */
      processor: string;
      /** How many of its tasks were asked, as the 202 said it. Default 1. */
      tasks?: number | undefined;
    };
  };
  responses: {
    200: {
      headers: Record<string, unknown>;
      content: {
        'application/json': {
          operationId: string;
          /** Whether nothing of it is tried any more. */
          ended: boolean;
          /** Cases in front that were to be tried. */
          total: number;
          healed: number;
          /** Failed again. */
          back: number;
          /** What they failed with, some of it. */
          errors: string[];
        };
      };
    };
    400: InputInvalid;
    401: Unauthenticated;
    403: Forbidden;
    404: NotFound;
    429: RateLimited;
    431: HeadersTooLarge;
    500: Internal;
    503: Unavailable;
  };
};

/** Read which processors stand still. Of each processor: whether it was paused, or stopped by its storm breaker, why, and what it is retrying. From its hospital’s topic, whoever runs it; how far it has read is not told here. */
export type ListStreams = {
  responses: {
    200: {
      headers: Record<string, unknown>;
      content: {
        'application/json': {
          items: ({
            processor: string;
            /** An operator has paused it: it takes no inputs. */
            paused: {
              /** When. Milliseconds since the epoch. */
              since: number;
              /** When it goes on by itself; null: when it is told to. Milliseconds since the epoch. */
              until: number | null;
              operationId: string;
              actor: {
                kind: string;
                id: string;
              } | null;
              reason: string;
              /** Of its tasks, those that it is true of. */
              partitions: number[];
            } | null;
            /** Its storm breaker has stopped it: nearly everything failed, so its code is at fault, not its inputs. */
            stopped: {
              /** When. Milliseconds since the epoch. */
              since: number;
              /** Inputs that failed, of those that were decided lately. */
              failures: number;
              decided: number;
              inARow: number;
              code: string;
              message: string;
              frame: string;
              group: string;
              /** Of its tasks, those that it is true of. */
              partitions: number[];
            } | null;
            /** Retries of causes that are under way. */
            retries: ({
              operationId: string;
              partition: number;
              group: string;
              /** When it was asked for. Milliseconds since the epoch. */
              since: number;
              actor: {
                kind: string;
                id: string;
              } | null;
              reason: string;
              perSecond: number;
              total: number;
              healed: number;
              /** Failed again. */
              back: number;
            })[];
            /** What there is to follow, and what can be done next. */
            links: Record<string, string>;
          })[];
        };
      };
    };
    400: InputInvalid;
    401: Unauthenticated;
    403: Forbidden;
    404: NotFound;
    429: RateLimited;
    500: Internal;
    503: Unavailable;
  };
};

/** Read what a case holds, and the state of its key. The value as it was written, read with the schema that wrote it; personal texts stay sealed. Read from the log, so it takes longer than the case itself. */
export type ReadCaseContent = {
  parameters: {
    path: {
      /** The case. */
      caseId: string;
    };
  };
  responses: {
    200: {
      headers: Record<string, unknown>;
      content: {
        'application/json': {
          /** `value` of the record. Where nobody can: `undecodable` says why, and `bytes` are what came, in base64. Null: it has no record, or is closed and its bytes are gone. */
          read: Record<string, unknown> | null;
          /** Of the record. */
          headers: ({
            name: string;
            value: string | null;
          })[];
          /** The record as it came, in base64. Null: it has none, or is closed and its bytes are gone. */
          raw: {
            /** In base64. */
            key: string | null;
            /** In base64. */
            value: string | null;
            headers: ({
              name: string;
              /** In base64. */
              value: string | null;
            })[];
            /** Headers that were too many to be kept. */
            headersDropped: number;
          } | null;
          /** The value as it came, where it was edited since, as `read`. */
          original: Record<string, unknown> | null;
          /** The key whose state may matter. */
          key: string | null;
          /** The newest fact of that key at its processor, read with today’s schema. Where nobody can: `undecodable` says why, and `bytes` are what came, in base64. Null: there is none, or it is a projection’s case, whose rows a dry run shows. */
          state: Record<string, unknown> | null;
        };
      };
    };
    400: InputInvalid;
    401: Unauthenticated;
    403: Forbidden;
    404: NotFound;
    429: RateLimited;
    431: HeadersTooLarge;
    500: Internal;
    503: Unavailable;
  };
};

/** See what the retry of a case would write. Decides what is parked with the program of this API, or projects it with the code of the live generation, against a copy of the state. Nothing is written and nothing begins. One at a time: it reads whole partitions and the tables. */
export type TryCase = {
  parameters: {
    path: {
      /** The case. */
      caseId: string;
    };
  };
  responses: {
    200: {
      headers: Record<string, unknown>;
      content: {
        'application/json': {
          /** Of each key; empty for a projection. */
          runs: ({
            processor: string;
            key: string;
            /** The newest fact of the key. */
            before: Record<string, unknown> | null;
            /** In the order in which they are tried, 100 at most. */
            cases: ({
              caseId: string;
              would: 'heal' | 'be asked again' | 'fail again' | 'stay queued';
              /** Of the one that would fail again. */
              error: {
                code: string;
                /** Whether it is tried again by itself. */
                transient: boolean;
                message: string;
                /** The first frame of this program. */
                frame: string;
                stack: string;
              } | null;
            })[];
            /** What it would write. */
            records: ({
              kind: 'fact' | 'request' | 'outcome';
              topic: string;
              key: string;
              /** As it would be written; personal texts stay sealed. */
              value: Record<string, unknown>;
            })[];
            /** Of read models, as this program makes them of what it would write. */
            rows: {
              projection: string;
              table: string;
              /** Of an aggregate: what the key adds. */
              row: Record<string, unknown>;
            }[];
            effects: Record<string, unknown>[];
            /** Codes of the alarms that it would raise. */
            alarms: string[];
          })[];
          /** Keys that were left out: of a cause those beyond 20. */
          notTried: number;
          /** Of a projection’s key; null for a processor’s cases. */
          projected: {
            projection: string;
            key: string;
            /** The live one, whose own code makes the rows. */
            generation: number;
            /** False: a rebuild would bring other code. */
            todaysCode: boolean;
            table: string;
            /** Of the key, as far as the generation has read. */
            records: number;
            before: Record<string, unknown>[];
            after: Record<string, unknown>[];
            cases: ({
              caseId: string;
              would: 'heal' | 'fail again';
            })[];
            /** Of what could not be projected all the same. */
            error: {
              code: string;
              /** Whether it is tried again by itself. */
              transient: boolean;
              message: string;
              /** The first frame of this program. */
              frame: string;
              stack: string;
            } | null;
          } | null;
        };
      };
    };
    400: InputInvalid;
    401: Unauthenticated;
    403: Forbidden;
    404: NotFound;
    409: CaseUntreatable2;
    429: RateLimited;
    431: HeadersTooLarge;
    500: Internal;
    503: Unavailable;
  };
};

/** See what the retry of a key would write. Decides what is parked with the program of this API, or projects it with the code of the live generation, against a copy of the state. Nothing is written and nothing begins. One at a time: it reads whole partitions and the tables. */
export type TryKey = {
  parameters: {
    path: {
      /** The key. */
      key: string;
    };
  };
  requestBody: {
    content: {
      'application/json': {
        /** The processor; of a projection’s own cases `projections.NAME`. */
        processor: string;
      };
    };
  };
  responses: {
    200: {
      headers: Record<string, unknown>;
      content: {
        'application/json': {
          /** Of each key; empty for a projection. */
          runs: ({
            processor: string;
            key: string;
            /** The newest fact of the key. */
            before: Record<string, unknown> | null;
            /** In the order in which they are tried, 100 at most. */
            cases: ({
              caseId: string;
              would: 'heal' | 'be asked again' | 'fail again' | 'stay queued';
              /** Of the one that would fail again. */
              error: {
                code: string;
                /** Whether it is tried again by itself. */
                transient: boolean;
                message: string;
                /** The first frame of this program. */
                frame: string;
                stack: string;
              } | null;
            })[];
            /** What it would write. */
            records: ({
              kind: 'fact' | 'request' | 'outcome';
              topic: string;
              key: string;
              /** As it would be written; personal texts stay sealed. */
              value: Record<string, unknown>;
            })[];
            /** Of read models, as this program makes them of what it would write. */
            rows: {
              projection: string;
              table: string;
              /** Of an aggregate: what the key adds. */
              row: Record<string, unknown>;
            }[];
            effects: Record<string, unknown>[];
            /** Codes of the alarms that it would raise. */
            alarms: string[];
          })[];
          /** Keys that were left out: of a cause those beyond 20. */
          notTried: number;
          /** Of a projection’s key; null for a processor’s cases. */
          projected: {
            projection: string;
            key: string;
            /** The live one, whose own code makes the rows. */
            generation: number;
            /** False: a rebuild would bring other code. */
            todaysCode: boolean;
            table: string;
            /** Of the key, as far as the generation has read. */
            records: number;
            before: Record<string, unknown>[];
            after: Record<string, unknown>[];
            cases: ({
              caseId: string;
              would: 'heal' | 'fail again';
            })[];
            /** Of what could not be projected all the same. */
            error: {
              code: string;
              /** Whether it is tried again by itself. */
              transient: boolean;
              message: string;
              /** The first frame of this program. */
              frame: string;
              stack: string;
            } | null;
          } | null;
        };
      };
    };
    400: InputInvalid;
    401: Unauthenticated;
    403: Forbidden;
    404: NotFound;
    409: CaseUntreatable2;
    413: BodyTooLarge;
    415: MediaTypeUnsupported;
    429: RateLimited;
    431: HeadersTooLarge;
    500: Internal;
    503: Unavailable;
  };
};

/** See what the retry of a cause would write. Decides what is parked with the program of this API, or projects it with the code of the live generation, against a copy of the state. Nothing is written and nothing begins. One at a time: it reads whole partitions and the tables. */
export type TryGroup = {
  parameters: {
    path: {
      /** Fingerprint of the cause, as GET /hospital lists it. */
      group: string;
    };
  };
  requestBody: {
    content: {
      'application/json': {
        /** The processor; of a projection’s own cases `projections.NAME`. */
        processor: string;
      };
    };
  };
  responses: {
    200: {
      headers: Record<string, unknown>;
      content: {
        'application/json': {
          /** Of each key; empty for a projection. */
          runs: ({
            processor: string;
            key: string;
            /** The newest fact of the key. */
            before: Record<string, unknown> | null;
            /** In the order in which they are tried, 100 at most. */
            cases: ({
              caseId: string;
              would: 'heal' | 'be asked again' | 'fail again' | 'stay queued';
              /** Of the one that would fail again. */
              error: {
                code: string;
                /** Whether it is tried again by itself. */
                transient: boolean;
                message: string;
                /** The first frame of this program. */
                frame: string;
                stack: string;
              } | null;
            })[];
            /** What it would write. */
            records: ({
              kind: 'fact' | 'request' | 'outcome';
              topic: string;
              key: string;
              /** As it would be written; personal texts stay sealed. */
              value: Record<string, unknown>;
            })[];
            /** Of read models, as this program makes them of what it would write. */
            rows: {
              projection: string;
              table: string;
              /** Of an aggregate: what the key adds. */
              row: Record<string, unknown>;
            }[];
            effects: Record<string, unknown>[];
            /** Codes of the alarms that it would raise. */
            alarms: string[];
          })[];
          /** Keys that were left out: of a cause those beyond 20. */
          notTried: number;
          /** Of a projection’s key; null for a processor’s cases. */
          projected: {
            projection: string;
            key: string;
            /** The live one, whose own code makes the rows. */
            generation: number;
            /** False: a rebuild would bring other code. */
            todaysCode: boolean;
            table: string;
            /** Of the key, as far as the generation has read. */
            records: number;
            before: Record<string, unknown>[];
            after: Record<string, unknown>[];
            cases: ({
              caseId: string;
              would: 'heal' | 'fail again';
            })[];
            /** Of what could not be projected all the same. */
            error: {
              code: string;
              /** Whether it is tried again by itself. */
              transient: boolean;
              message: string;
              /** The first frame of this program. */
              frame: string;
              stack: string;
            } | null;
          } | null;
        };
      };
    };
    400: InputInvalid;
    401: Unauthenticated;
    403: Forbidden;
    404: NotFound;
    409: CaseUntreatable2;
    413: BodyTooLarge;
    415: MediaTypeUnsupported;
    429: RateLimited;
    431: HeadersTooLarge;
    500: Internal;
    503: Unavailable;
  };
};

/** Read the newest fact of a key, as its owner has it. From the owner’s topic, which is read to its end for it; so it is whole, and never behind. */
export type ReadFact = {
  parameters: {
    path: {
      /** The processor that owns it. */
      name: string;
      /** The key. */
      key: string;
    };
  };
  responses: {
    200: {
      headers: Record<string, unknown>;
      content: {
        'application/json': {
          processor: string;
          topic: string;
          partition: number;
          key: string;
          version: number;
          /** The fact, whole; personal texts stay sealed. */
          value: Record<string, unknown>;
          /** What there is to follow, and what can be done next. */
          links: Record<string, string>;
        };
      };
    };
    400: InputInvalid;
    401: Unauthenticated;
    403: Forbidden;
    404: NotFound;
    429: RateLimited;
    431: HeadersTooLarge;
    500: Internal;
    503: Unavailable;
  };
};

/** Correct a fact: its owner writes a value as the next one. The whole value as GET answers it, corrected, with `version` and `event` as they were read: where another fact has come meanwhile, the outcome is a rejection, `version-changed`. The history names who asked and why. */
export type RepairFact = {
  parameters: {
    path: {
      /** The processor that owns it. */
      name: string;
      /** The key. */
      key: string;
    };
    header?: {
      /** Names the request, so that it can be repeated without being done twice: the same key with the same body is the same request for 7 days, with another body it is refused (422). Left out: every call is a request of its own. */
      'idempotency-key'?: string | undefined;
    };
  };
  requestBody: {
    content: {
      'application/json': {
        /** Who asks; the case keeps it, behind the id of the key or the subject of the token that was shown. */
        actor: string;
        /** Why; the case keeps it. */
        reason: string;
        /** The fact as it is to be. */
        value: Record<string, unknown>;
      };
    };
  };
  responses: {
    200: {
      headers: Record<string, unknown>;
      content: {
        'application/json': {
          status?: string;
        };
      };
    };
    202: {
      headers: Record<string, unknown>;
      content: {
        'application/json': {
          operationId?: string;
          links?: Record<string, string>;
        };
      };
    };
    400: InputInvalid;
    401: Unauthenticated;
    403: Forbidden;
    404: NotFound;
    409: CaseUntreatable;
    413: BodyTooLarge;
    415: MediaTypeUnsupported;
    429: RateLimited;
    431: HeadersTooLarge;
    500: Internal;
    503: Unavailable;
  };
};

/** Read what is parked of an order, and what it waits behind. Of its own key 50 cases at most, the oldest first: the open ones come before those closed last. Under other keys open ones only: under its customer’s key those whose record was written since the order began, under its products’ keys those of stock whose record was written at the very time at which the order decided something or asked something that is not answered yet. 20 of these records are looked at, at most, and those that name the order are told; `unread` counts the others that could not be looked at. Beside them stand those in front of a key that the order waits at now. Of an order that nobody knows yet there may be a case all the same: its request is parked. */
export type ReadOrderCases = {
  parameters: {
    path: {
      /** The order. */
      orderId: string;
    };
  };
  responses: {
    200: {
      headers: Record<string, unknown>;
      content: {
        'application/json': {
          /** The order. */
          orderId: string;
          cases: ({
            caseId: string;
            version: number;
            processor: string;
            processorVersion: string;
            /** WAITING, QUEUED, RETRYING; HEALED, DISCARDED, SUPERSEDED. */
            status: string;
            /** RECORD, EFFECT or DEADLINE. */
            source: string;
            group: string;
            /** Null while it queues behind another case. */
            error: {
              code: string;
              /** Whether it is tried again by itself. */
              transient: boolean;
              message: string;
              /** The first frame of this program. */
              frame: string;
              stack: string;
            } | null;
            /** The key that waits; of a projection, the one whose row is stale. */
            key: string | null;
            admission: number;
            blockedBy: string | null;
            ownVersion: number | null;
            /** Where the record stands. */
            record: {
              topic: string;
              partition: number;
              offset: number;
              /** When it was written. Milliseconds since the epoch. */
              timestamp: number | null;
              schemaId: number | null;
            } | null;
            effect: {
              key: string;
              effectId: string;
              kind: string;
              attempt: number;
            } | null;
            deadline: {
              key: string;
              name: string;
              /** When it was due. Milliseconds since the epoch. */
              due: number;
            } | null;
            attempts: number;
            /** When it was admitted. */
            admittedAt: string;
            /** When it failed last. */
            failedAt: string | null;
            /** When it is tried again by itself. */
            retryAt: string | null;
            /** When it was closed. */
            closedAt: string | null;
            edited: boolean;
            /** What was done, when, by whom, why, and its result. */
            treatments: ({
              operationId: string;
              action: string;
              /** When. Milliseconds since the epoch. */
              at: number;
              actor: {
                kind: string;
                id: string;
              } | null;
              reason: string;
              result: string;
            })[];
            treatmentsDropped: number;
            /** Of a projection’s case. */
            generation: number | null;
            links: Record<string, string>;
            /** own-key: it is under the order’s own key, which waits behind it while it is open. names-it: it is under the key of its customer or of a product, and its record is about this order. holds-it-up: the order waits behind it, and nothing tells that it is about this order; where `unread` is 0, it is about something else. */
            concern: 'own-key' | 'names-it' | 'holds-it-up';
          })[];
          /** Open cases under other keys that may be about the order, and could not be looked at: there are more than 20, their record is not on the log any more, or the log cannot be read just now. */
          unread: number;
          /** What there is to follow, and what can be done next. */
          links: Record<string, string>;
        };
      };
    };
    400: InputInvalid;
    401: Unauthenticated;
    403: Forbidden;
    429: RateLimited;
    431: HeadersTooLarge;
    500: Internal;
    503: Unavailable;
  };
};

/** Search for what is left of an erased customer. Begins a search of every topic, table and local state for what can be read of the customer, who must be erased already. It runs in the process that was asked, one at a time; asked again meanwhile, it is the same search. Nothing is changed. */
export type CertifyErasure = {
  parameters: {
    path: {
      /** The customer. */
      customerId: string;
    };
  };
  responses: {
    202: {
      headers: Record<string, unknown>;
      content: {
        'application/json': {
          /** The customer. */
          customerId: string;
          status: 'searching';
          /** What is being searched; `waiting`: until no process can have the key in memory any more. */
          phase: 'waiting' | 'topics' | 'tables' | 'folders';
          /** Records, rows and files that were searched. */
          read: number;
          /** When it began. */
          startedAt: string;
          /** What there is to follow, and what can be done next. */
          links: Record<string, string>;
        };
      };
    };
    400: InputInvalid;
    401: Unauthenticated;
    403: Forbidden;
    404: NotFound7;
    409: ErasureNotDone;
    429: RateLimited;
    431: HeadersTooLarge;
    500: Internal;
    503: Unavailable;
  };
};

/** Read the certificate of an erasure. The newest certificate, exactly as it was made: `longplay customers erasure --verify FILE` checks it. While a search for this customer runs in the process that is asked, how far it is. */
export type ReadErasure = {
  parameters: {
    path: {
      /** The customer. */
      customerId: string;
    };
    header?: {
      /** The ETag at hand: 304 where it still holds. */
      'if-none-match'?: string | undefined;
    };
  };
  responses: {
    200: {
      headers: Record<string, unknown>;
      content: {
        'application/json': {
          certificate: 'longplay-erasure';
          /** Of this form. */
          version: number;
          /** The customer. */
          customerId: string;
          installation?: {
            prefix?: string;
            clusterId?: string;
          };
          /** The fact that says that the key was destroyed. */
          erased?: {
            topic?: string;
            partition?: number;
            offset?: number;
            version?: number;
            requestedAt?: string | null;
            /** Since when nobody has the key. */
            keyDestroyedAt?: string;
          };
          key?: {
            id?: string;
            destroyed?: boolean;
          };
          /** When the search began. */
          startedAt?: string;
          /** When it ended. */
          finishedAt?: string;
          /** Version of Longplay. */
          program?: string;
          /** Given texts that were looked for in every byte. */
          texts?: number;
          /** With the offsets between which each partition was read. */
          topics?: Record<string, unknown>[];
          /** With their rows. */
          tables?: Record<string, unknown>[];
          /** With their files. */
          folders?: Record<string, unknown>[];
          totals: {
            records?: number;
            rows?: number;
            files?: number;
            /** Texts that are sealed for this customer, and cannot be opened. */
            sealed?: number;
            unread?: number;
            findings?: number;
          };
          /** What could not be read, by a schema or at all. */
          unread?: {
            why?: string;
            /** topic, partition and offset; or table and row; or file and byte. Never what was found. */
            place?: Record<string, unknown>;
          }[];
          /** What should not be there. */
          findings?: {
            what?: string;
            /** topic, partition and offset; or table and row; or file and byte. Never what was found. */
            place?: Record<string, unknown>;
          }[];
          /** Whether nothing readable was found. */
          clean: boolean;
          /** Of everything else in it, as canonical JSON (RFC 8785). */
          sha256: string;
        };
      };
    };
    202: {
      headers: Record<string, unknown>;
      content: {
        'application/json': {
          /** The customer. */
          customerId: string;
          status: 'searching';
          /** What is being searched; `waiting`: until no process can have the key in memory any more. */
          phase: 'waiting' | 'topics' | 'tables' | 'folders';
          /** Records, rows and files that were searched. */
          read: number;
          /** When it began. */
          startedAt: string;
          /** What there is to follow, and what can be done next. */
          links: Record<string, string>;
        };
      };
    };
    304: {
      headers: Record<string, unknown>;
      content?: never;
    };
    400: InputInvalid;
    401: Unauthenticated;
    403: Forbidden;
    404: NotFound;
    429: RateLimited;
    431: HeadersTooLarge;
    500: Internal;
    503: Unavailable;
  };
};

/** Whether a schema may follow the versions of a subject, and if not, why. Compared with every released version, in both directions. Nothing is registered. */
export type CheckSchema = {
  parameters: {
    path: {
      /** The registry’s subject. */
      subject: string;
    };
  };
  requestBody: {
    content: {
      'application/json': {
        /** The schema, as the text of its file: places in it are answered. */
        schema: string;
      };
    };
  };
  responses: {
    200: {
      headers: Record<string, unknown>;
      content: {
        'application/json': {
          /** Of this form; another number means that something went or changed its meaning. */
          version?: 1;
          findings?: ({
            /** docs/reference/compatibility-rules.md explains each. */
            rule: 'field-without-default' | 'field-ambiguous' | 'type-changed' | 'null-not-taken' | 'type-not-taken' | 'symbol-missing' | 'type-renamed' | 'size-changed' | 'schema-invalid' | 'rename-loses-values' | 'decimal-scale-changed' | 'decimal-precision-changed' | 'time-unit-changed' | 'logical-type-changed' | 'enum-reordered' | 'default-changed' | 'precision-lost' | 'text-and-bytes' | 'field-readded' | 'older-version-breaks' | 'union-shape-changed' | 'default-refused' | 'namespace-changed' | 'alias-not-full' | 'acceptance-stale';
            severity: 'error' | 'warning';
            /** What the schema is called in the registry. */
            subject: string | null;
            /** Dotted path of the field, [] for items and {} for values of a map; empty for the schema itself. */
            path: string;
            /** What is wrong, as one sentence. */
            sentence: string;
            /** backward: the candidate cannot read what the versions wrote; forward: the other way round. */
            direction: 'backward' | 'forward' | null;
            /** The versions that it holds for, oldest first. */
            versions: string[];
            /** Where it stands in the candidate. */
            candidate: {
              /** The file; null where the schema came from elsewhere and has no name. */
              file: string | null;
              line: number;
              /** In UTF-16 code units. */
              column: number;
            } | null;
            /** Where it stands in the newest of the versions. */
            previous: {
              /** The file; null where the schema came from elsewhere and has no name. */
              file: string | null;
              line: number;
              /** In UTF-16 code units. */
              column: number;
            } | null;
            /** What Apache Avro Java’s SchemaCompatibility, and so a registry, says; null for warnings. */
            avro: {
              type: string;
              location: string;
              message: string;
            } | null;
            /** Changes that were applied and checked again, the best first. */
            fixes: {
              kind: string;
              sentence: string;
              edits: {
                /** Offset into the candidate’s text, in UTF-16 code units. */
                start: number;
                /** Exclusive; as start where text is only put in. */
                end: number;
                /** What stands there instead. */
                text: string;
              }[];
            }[];
            /** Stays the same as long as the thing does. */
            fingerprint: string;
            /** Who accepted the warning, and why. */
            accepted: {
              owner: string;
              reason: string;
            } | null;
          })[];
          /** An accepted warning counts as accepted only. */
          counts?: {
            errors: number;
            warnings: number;
            accepted: number;
          };
          /** Whether there is no error among the findings. */
          compatible?: boolean;
          /** The level that the subject is checked at. */
          level?: string;
          /** Whether it would pass at each level, against the same versions. None: it is no schema. */
          levels?: {
            level?: string;
            compatible?: boolean;
          }[];
          /** Versions of the subject that the registry lists, oldest first; released ones and those of other subjects with this schema are compared too. */
          comparedWith?: number[];
        };
      };
    };
    400: InputInvalid;
    401: Unauthenticated;
    403: Forbidden;
    413: BodyTooLarge;
    415: MediaTypeUnsupported;
    429: RateLimited;
    431: HeadersTooLarge;
    500: Internal;
    503: Unavailable3;
  };
};

/** It was not ready yet. */
export type NotReady = {
  headers: Record<string, unknown>;
  content: {
    'application/problem+json': {
      /** A path of this API that explains the problem. */
      type: string;
      title: string;
      status: number;
      code: 'LP_API_NOT_READY';
      detail: string;
      /** Of the HTTP request, as the log has it. */
      requestId?: string;
      /** The address of the request that it is about. */
      request?: string;
      /** Where a request was rejected: why, as a stable code. */
      reason?: string;
      /** Every field at fault, by JSON pointer (RFC 6901). */
      errors?: {
        in?: string;
        pointer?: string;
        detail?: string;
      }[];
    };
  };
};

/** One of them has not. */
export type NotReady2 = {
  headers: Record<string, unknown>;
  content: {
    'application/problem+json': {
      /** A path of this API that explains the problem. */
      type: string;
      title: string;
      status: number;
      code: 'LP_API_NOT_READY';
      detail: string;
      /** Of the HTTP request, as the log has it. */
      requestId?: string;
      /** The address of the request that it is about. */
      request?: string;
      /** Where a request was rejected: why, as a stable code. */
      reason?: string;
      /** Every field at fault, by JSON pointer (RFC 6901). */
      errors?: {
        in?: string;
        pointer?: string;
        detail?: string;
      }[];
    };
  };
};

/** The request is malformed or invalid. */
export type InputInvalid = {
  headers: Record<string, unknown>;
  content: {
    'application/problem+json': {
      /** A path of this API that explains the problem. */
      type: string;
      title: string;
      status: number;
      code: 'LP_API_INPUT_INVALID' | 'LP_API_MALFORMED';
      detail: string;
      /** Of the HTTP request, as the log has it. */
      requestId?: string;
      /** The address of the request that it is about. */
      request?: string;
      /** Where a request was rejected: why, as a stable code. */
      reason?: string;
      /** Every field at fault, by JSON pointer (RFC 6901). */
      errors?: {
        in?: string;
        pointer?: string;
        detail?: string;
      }[];
    };
  };
};

/** Not known, or not decided yet: the detail says which. */
export type NotFound = {
  headers: Record<string, unknown>;
  content: {
    'application/problem+json': {
      /** A path of this API that explains the problem. */
      type: string;
      title: string;
      status: number;
      code: 'LP_API_NOT_FOUND';
      detail: string;
      /** Of the HTTP request, as the log has it. */
      requestId?: string;
      /** The address of the request that it is about. */
      request?: string;
      /** Where a request was rejected: why, as a stable code. */
      reason?: string;
      /** Every field at fault, by JSON pointer (RFC 6901). */
      errors?: {
        in?: string;
        pointer?: string;
        detail?: string;
      }[];
    };
  };
};

/** The client has asked too often; see Retry-After. */
export type RateLimited = {
  headers: Record<string, unknown>;
  content: {
    'application/problem+json': {
      /** A path of this API that explains the problem. */
      type: string;
      title: string;
      status: number;
      code: 'LP_API_RATE_LIMITED';
      detail: string;
      /** Of the HTTP request, as the log has it. */
      requestId?: string;
      /** The address of the request that it is about. */
      request?: string;
      /** Where a request was rejected: why, as a stable code. */
      reason?: string;
      /** Every field at fault, by JSON pointer (RFC 6901). */
      errors?: {
        in?: string;
        pointer?: string;
        detail?: string;
      }[];
    };
  };
};

/** The address or the headers are larger than the server takes. */
export type HeadersTooLarge = {
  headers: Record<string, unknown>;
  content: {
    'application/problem+json': {
      /** A path of this API that explains the problem. */
      type: string;
      title: string;
      status: number;
      code: 'LP_API_HEADERS_TOO_LARGE';
      detail: string;
      /** Of the HTTP request, as the log has it. */
      requestId?: string;
      /** The address of the request that it is about. */
      request?: string;
      /** Where a request was rejected: why, as a stable code. */
      reason?: string;
      /** Every field at fault, by JSON pointer (RFC 6901). */
      errors?: {
        in?: string;
        pointer?: string;
        detail?: string;
      }[];
    };
  };
};

/** Longplay failed. */
export type Internal = {
  headers: Record<string, unknown>;
  content: {
    'application/problem+json': {
      /** A path of this API that explains the problem. */
      type: string;
      title: string;
      status: number;
      code: 'LP_API_INTERNAL';
      detail: string;
      /** Of the HTTP request, as the log has it. */
      requestId?: string;
      /** The address of the request that it is about. */
      request?: string;
      /** Where a request was rejected: why, as a stable code. */
      reason?: string;
      /** Every field at fault, by JSON pointer (RFC 6901). */
      errors?: {
        in?: string;
        pointer?: string;
        detail?: string;
      }[];
    };
  };
};

/** A server is away; see Retry-After. */
export type Unavailable = {
  headers: Record<string, unknown>;
  content: {
    'application/problem+json': {
      /** A path of this API that explains the problem. */
      type: string;
      title: string;
      status: number;
      code: 'LP_API_UNAVAILABLE' | 'LP_API_VIEWS_MISSING' | 'LP_API_VIEWS_FILLING' | 'LP_API_DRAINING';
      detail: string;
      /** Of the HTTP request, as the log has it. */
      requestId?: string;
      /** The address of the request that it is about. */
      request?: string;
      /** Where a request was rejected: why, as a stable code. */
      reason?: string;
      /** Every field at fault, by JSON pointer (RFC 6901). */
      errors?: {
        in?: string;
        pointer?: string;
        detail?: string;
      }[];
    };
  };
};

/** No valid key or token was shown; see WWW-Authenticate. */
export type Unauthenticated = {
  headers: Record<string, unknown>;
  content: {
    'application/problem+json': {
      /** A path of this API that explains the problem. */
      type: string;
      title: string;
      status: number;
      code: 'LP_API_UNAUTHENTICATED';
      detail: string;
      /** Of the HTTP request, as the log has it. */
      requestId?: string;
      /** The address of the request that it is about. */
      request?: string;
      /** Where a request was rejected: why, as a stable code. */
      reason?: string;
      /** Every field at fault, by JSON pointer (RFC 6901). */
      errors?: {
        in?: string;
        pointer?: string;
        detail?: string;
      }[];
    };
  };
};

/** The scope is missing, or it is another customer’s. */
export type Forbidden = {
  headers: Record<string, unknown>;
  content: {
    'application/problem+json': {
      /** A path of this API that explains the problem. */
      type: string;
      title: string;
      status: number;
      code: 'LP_API_FORBIDDEN' | 'LP_API_OTHERS';
      detail: string;
      /** Of the HTTP request, as the log has it. */
      requestId?: string;
      /** The address of the request that it is about. */
      request?: string;
      /** Where a request was rejected: why, as a stable code. */
      reason?: string;
      /** Every field at fault, by JSON pointer (RFC 6901). */
      errors?: {
        in?: string;
        pointer?: string;
        detail?: string;
      }[];
    };
  };
};

/** Something else is under way for it. */
export type ProjectionBusy = {
  headers: Record<string, unknown>;
  content: {
    'application/problem+json': {
      /** A path of this API that explains the problem. */
      type: string;
      title: string;
      status: number;
      code: 'LP_API_PROJECTION_BUSY';
      detail: string;
      /** Of the HTTP request, as the log has it. */
      requestId?: string;
      /** The address of the request that it is about. */
      request?: string;
      /** Where a request was rejected: why, as a stable code. */
      reason?: string;
      /** Every field at fault, by JSON pointer (RFC 6901). */
      errors?: {
        in?: string;
        pointer?: string;
        detail?: string;
      }[];
    };
  };
};

/** The body is too large. */
export type BodyTooLarge = {
  headers: Record<string, unknown>;
  content: {
    'application/problem+json': {
      /** A path of this API that explains the problem. */
      type: string;
      title: string;
      status: number;
      code: 'LP_API_BODY_TOO_LARGE';
      detail: string;
      /** Of the HTTP request, as the log has it. */
      requestId?: string;
      /** The address of the request that it is about. */
      request?: string;
      /** Where a request was rejected: why, as a stable code. */
      reason?: string;
      /** Every field at fault, by JSON pointer (RFC 6901). */
      errors?: {
        in?: string;
        pointer?: string;
        detail?: string;
      }[];
    };
  };
};

/** The body is not JSON. */
export type MediaTypeUnsupported = {
  headers: Record<string, unknown>;
  content: {
    'application/problem+json': {
      /** A path of this API that explains the problem. */
      type: string;
      title: string;
      status: number;
      code: 'LP_API_MEDIA_TYPE_UNSUPPORTED';
      detail: string;
      /** Of the HTTP request, as the log has it. */
      requestId?: string;
      /** The address of the request that it is about. */
      request?: string;
      /** Where a request was rejected: why, as a stable code. */
      reason?: string;
      /** Every field at fault, by JSON pointer (RFC 6901). */
      errors?: {
        in?: string;
        pointer?: string;
        detail?: string;
      }[];
    };
  };
};

/** The client has asked too often (see Retry-After), or has as many streams open here as one client may have. */
export type RateLimited2 = {
  headers: Record<string, unknown>;
  content: {
    'application/problem+json': {
      /** A path of this API that explains the problem. */
      type: string;
      title: string;
      status: number;
      code: 'LP_API_RATE_LIMITED' | 'LP_API_STREAMS_TOO_MANY';
      detail: string;
      /** Of the HTTP request, as the log has it. */
      requestId?: string;
      /** The address of the request that it is about. */
      request?: string;
      /** Where a request was rejected: why, as a stable code. */
      reason?: string;
      /** Every field at fault, by JSON pointer (RFC 6901). */
      errors?: {
        in?: string;
        pointer?: string;
        detail?: string;
      }[];
    };
  };
};

/** A server is away, or this process has as many streams open as it keeps; see Retry-After. */
export type Unavailable2 = {
  headers: Record<string, unknown>;
  content: {
    'application/problem+json': {
      /** A path of this API that explains the problem. */
      type: string;
      title: string;
      status: number;
      code: 'LP_API_UNAVAILABLE' | 'LP_API_STREAMS_FULL' | 'LP_API_VIEWS_MISSING' | 'LP_API_VIEWS_FILLING';
      detail: string;
      /** Of the HTTP request, as the log has it. */
      requestId?: string;
      /** The address of the request that it is about. */
      request?: string;
      /** Where a request was rejected: why, as a stable code. */
      reason?: string;
      /** Every field at fault, by JSON pointer (RFC 6901). */
      errors?: {
        in?: string;
        pointer?: string;
        detail?: string;
      }[];
    };
  };
};

/** The request is malformed or invalid. */
export type InputInvalid2 = {
  headers: Record<string, unknown>;
  content: {
    'application/problem+json': {
      /** A path of this API that explains the problem. */
      type: string;
      title: string;
      status: number;
      code: 'LP_API_INPUT_INVALID' | 'LP_API_MALFORMED' | 'LP_API_IDEMPOTENCY_KEY_INVALID';
      detail: string;
      /** Of the HTTP request, as the log has it. */
      requestId?: string;
      /** The address of the request that it is about. */
      request?: string;
      /** Where a request was rejected: why, as a stable code. */
      reason?: string;
      /** Every field at fault, by JSON pointer (RFC 6901). */
      errors?: {
        in?: string;
        pointer?: string;
        detail?: string;
      }[];
    };
  };
};

/** Rejected: its owner does not know what it is about. */
export type RejectedUnknown = {
  headers: Record<string, unknown>;
  content: {
    'application/problem+json': {
      /** A path of this API that explains the problem. */
      type: string;
      title: string;
      status: number;
      code: 'LP_API_REJECTED_UNKNOWN';
      detail: string;
      /** Of the HTTP request, as the log has it. */
      requestId?: string;
      /** The address of the request that it is about. */
      request?: string;
      /** Where a request was rejected: why, as a stable code. */
      reason?: string;
      /** Every field at fault, by JSON pointer (RFC 6901). */
      errors?: {
        in?: string;
        pointer?: string;
        detail?: string;
      }[];
    };
  };
};

/** Rejected: not as things stand. */
export type RejectedState = {
  headers: Record<string, unknown>;
  content: {
    'application/problem+json': {
      /** A path of this API that explains the problem. */
      type: string;
      title: string;
      status: number;
      code: 'LP_API_REJECTED_STATE' | 'LP_API_OWNER_UNKNOWN';
      detail: string;
      /** Of the HTTP request, as the log has it. */
      requestId?: string;
      /** The address of the request that it is about. */
      request?: string;
      /** Where a request was rejected: why, as a stable code. */
      reason?: string;
      /** Every field at fault, by JSON pointer (RFC 6901). */
      errors?: {
        in?: string;
        pointer?: string;
        detail?: string;
      }[];
    };
  };
};

/** It rests on a version that was overtaken. */
export type PreconditionFailed = {
  headers: Record<string, unknown>;
  content: {
    'application/problem+json': {
      /** A path of this API that explains the problem. */
      type: string;
      title: string;
      status: number;
      code: 'LP_API_PRECONDITION_FAILED' | 'LP_API_REJECTED_VERSION';
      detail: string;
      /** Of the HTTP request, as the log has it. */
      requestId?: string;
      /** The address of the request that it is about. */
      request?: string;
      /** Where a request was rejected: why, as a stable code. */
      reason?: string;
      /** Every field at fault, by JSON pointer (RFC 6901). */
      errors?: {
        in?: string;
        pointer?: string;
        detail?: string;
      }[];
      /** The one that is there, where it was refused at once. */
      version?: number | null;
    };
  };
};

/** Rejected: the content is at fault. */
export type RejectedContent = {
  headers: Record<string, unknown>;
  content: {
    'application/problem+json': {
      /** A path of this API that explains the problem. */
      type: string;
      title: string;
      status: number;
      code: 'LP_API_REJECTED_CONTENT' | 'LP_API_IDEMPOTENCY_KEY_REUSED';
      detail: string;
      /** Of the HTTP request, as the log has it. */
      requestId?: string;
      /** The address of the request that it is about. */
      request?: string;
      /** Where a request was rejected: why, as a stable code. */
      reason?: string;
      /** Every field at fault, by JSON pointer (RFC 6901). */
      errors?: {
        in?: string;
        pointer?: string;
        detail?: string;
      }[];
    };
  };
};

/** No request is known under the id in `after`. */
export type AfterUnknown = {
  headers: Record<string, unknown>;
  content: {
    'application/problem+json': {
      /** A path of this API that explains the problem. */
      type: string;
      title: string;
      status: number;
      code: 'LP_API_AFTER_UNKNOWN';
      detail: string;
      /** Of the HTTP request, as the log has it. */
      requestId?: string;
      /** The address of the request that it is about. */
      request?: string;
      /** Where a request was rejected: why, as a stable code. */
      reason?: string;
      /** Every field at fault, by JSON pointer (RFC 6901). */
      errors?: {
        in?: string;
        pointer?: string;
        detail?: string;
      }[];
    };
  };
};

/** It would not show what the request in `after` has changed: the detail says why. */
export type AfterUndecided = {
  headers: Record<string, unknown>;
  content: {
    'application/problem+json': {
      /** A path of this API that explains the problem. */
      type: string;
      title: string;
      status: number;
      code: 'LP_API_AFTER_UNDECIDED' | 'LP_API_AFTER_LAGGING' | 'LP_API_AFTER_PARKED' | 'LP_API_AFTER_REJECTED' | 'LP_API_AFTER_ELSEWHERE';
      detail: string;
      /** Of the HTTP request, as the log has it. */
      requestId?: string;
      /** The address of the request that it is about. */
      request?: string;
      /** Where a request was rejected: why, as a stable code. */
      reason?: string;
      /** Every field at fault, by JSON pointer (RFC 6901). */
      errors?: {
        in?: string;
        pointer?: string;
        detail?: string;
      }[];
      /** Undecided: who decides. */
      processor?: string | null;
      /** Undecided: what is owed, by whom and by when. */
      waitingFor?: {
        step?: string;
        owedBy?: string;
        /** Since when. */
        since?: string;
        /** By when. */
        due?: string;
        /** Whether that has passed, and somebody was alarmed. */
        overdue?: boolean;
      }[];
      /** Parked: the cases of the hospital that stand before it. */
      cases?: string[];
      /** Accepted: the fact that holds it. */
      fact?: {
        topic?: string;
        key?: string;
        version?: number;
      };
      /** Accepted: how far the read model lags, where that is known. */
      lagMs?: number | null;
    };
  };
};

/** Not known, or not decided yet: the detail says which. */
export type NotFound2 = {
  headers: Record<string, unknown>;
  content: {
    'application/problem+json': {
      /** A path of this API that explains the problem. */
      type: string;
      title: string;
      status: number;
      code: 'LP_API_NOT_FOUND' | 'LP_API_AFTER_UNKNOWN';
      detail: string;
      /** Of the HTTP request, as the log has it. */
      requestId?: string;
      /** The address of the request that it is about. */
      request?: string;
      /** Where a request was rejected: why, as a stable code. */
      reason?: string;
      /** Every field at fault, by JSON pointer (RFC 6901). */
      errors?: {
        in?: string;
        pointer?: string;
        detail?: string;
      }[];
    };
  };
};

/** Rejected: not as things stand. */
export type RejectedState2 = {
  headers: Record<string, unknown>;
  content: {
    'application/problem+json': {
      /** A path of this API that explains the problem. */
      type: string;
      title: string;
      status: number;
      code: 'LP_API_REJECTED_STATE' | 'LP_API_WEBHOOKS_TOO_MANY';
      detail: string;
      /** Of the HTTP request, as the log has it. */
      requestId?: string;
      /** The address of the request that it is about. */
      request?: string;
      /** Where a request was rejected: why, as a stable code. */
      reason?: string;
      /** Every field at fault, by JSON pointer (RFC 6901). */
      errors?: {
        in?: string;
        pointer?: string;
        detail?: string;
      }[];
    };
  };
};

/** It is not known here. */
export type NotFound3 = {
  headers: Record<string, unknown>;
  content: {
    'application/problem+json': {
      /** A path of this API that explains the problem. */
      type: string;
      title: string;
      status: number;
      code: 'LP_API_NOT_FOUND' | 'LP_API_REJECTED_UNKNOWN';
      detail: string;
      /** Of the HTTP request, as the log has it. */
      requestId?: string;
      /** The address of the request that it is about. */
      request?: string;
      /** Where a request was rejected: why, as a stable code. */
      reason?: string;
      /** Every field at fault, by JSON pointer (RFC 6901). */
      errors?: {
        in?: string;
        pointer?: string;
        detail?: string;
      }[];
    };
  };
};

/** The webhook is not known, or no request is known under the id in `after`. */
export type NotFound4 = {
  headers: Record<string, unknown>;
  content: {
    'application/problem+json': {
      /** A path of this API that explains the problem. */
      type: string;
      title: string;
      status: number;
      code: 'LP_API_NOT_FOUND' | 'LP_API_AFTER_UNKNOWN';
      detail: string;
      /** Of the HTTP request, as the log has it. */
      requestId?: string;
      /** The address of the request that it is about. */
      request?: string;
      /** Where a request was rejected: why, as a stable code. */
      reason?: string;
      /** Every field at fault, by JSON pointer (RFC 6901). */
      errors?: {
        in?: string;
        pointer?: string;
        detail?: string;
      }[];
    };
  };
};

/** It is not held. */
export type RejectedUnknown2 = {
  headers: Record<string, unknown>;
  content: {
    'application/problem+json': {
      /** A path of this API that explains the problem. */
      type: string;
      title: string;
      status: number;
      code: 'LP_API_REJECTED_UNKNOWN';
      detail: string;
      /** Of the HTTP request, as the log has it. */
      requestId?: string;
      /** The address of the request that it is about. */
      request?: string;
      /** Where a request was rejected: why, as a stable code. */
      reason?: string;
      /** Every field at fault, by JSON pointer (RFC 6901). */
      errors?: {
        in?: string;
        pointer?: string;
        detail?: string;
      }[];
    };
  };
};

/** There is no such topic; or rejected: its owner does not know what it is about. */
export type NotFound5 = {
  headers: Record<string, unknown>;
  content: {
    'application/problem+json': {
      /** A path of this API that explains the problem. */
      type: string;
      title: string;
      status: number;
      code: 'LP_API_NOT_FOUND' | 'LP_API_REJECTED_UNKNOWN';
      detail: string;
      /** Of the HTTP request, as the log has it. */
      requestId?: string;
      /** The address of the request that it is about. */
      request?: string;
      /** Where a request was rejected: why, as a stable code. */
      reason?: string;
      /** Every field at fault, by JSON pointer (RFC 6901). */
      errors?: {
        in?: string;
        pointer?: string;
        detail?: string;
      }[];
    };
  };
};

/** The topic is written by its owner alone; or rejected: not as things stand. */
export type TopicOwned = {
  headers: Record<string, unknown>;
  content: {
    'application/problem+json': {
      /** A path of this API that explains the problem. */
      type: string;
      title: string;
      status: number;
      code: 'LP_API_TOPIC_OWNED' | 'LP_API_REJECTED_STATE';
      detail: string;
      /** Of the HTTP request, as the log has it. */
      requestId?: string;
      /** The address of the request that it is about. */
      request?: string;
      /** Where a request was rejected: why, as a stable code. */
      reason?: string;
      /** Every field at fault, by JSON pointer (RFC 6901). */
      errors?: {
        in?: string;
        pointer?: string;
        detail?: string;
      }[];
    };
  };
};

/** Not known. */
export type NotFound6 = {
  headers: Record<string, unknown>;
  content: {
    'application/problem+json': {
      /** A path of this API that explains the problem. */
      type: string;
      title: string;
      status: number;
      code: 'LP_API_NOT_FOUND';
      detail: string;
      /** Of the HTTP request, as the log has it. */
      requestId?: string;
      /** The address of the request that it is about. */
      request?: string;
      /** Where a request was rejected: why, as a stable code. */
      reason?: string;
      /** Every field at fault, by JSON pointer (RFC 6901). */
      errors?: {
        in?: string;
        pointer?: string;
        detail?: string;
      }[];
    };
  };
};

/** The topic was made anew since that event. */
export type EventsGone = {
  headers: Record<string, unknown>;
  content: {
    'application/problem+json': {
      /** A path of this API that explains the problem. */
      type: string;
      title: string;
      status: number;
      code: 'LP_API_EVENTS_GONE';
      detail: string;
      /** Of the HTTP request, as the log has it. */
      requestId?: string;
      /** The address of the request that it is about. */
      request?: string;
      /** Where a request was rejected: why, as a stable code. */
      reason?: string;
      /** Every field at fault, by JSON pointer (RFC 6901). */
      errors?: {
        in?: string;
        pointer?: string;
        detail?: string;
      }[];
    };
  };
};

/** Not as things stand. */
export type CaseUntreatable = {
  headers: Record<string, unknown>;
  content: {
    'application/problem+json': {
      /** A path of this API that explains the problem. */
      type: string;
      title: string;
      status: number;
      code: 'LP_API_CASE_UNTREATABLE' | 'LP_API_PROJECTION_BUSY';
      detail: string;
      /** Of the HTTP request, as the log has it. */
      requestId?: string;
      /** The address of the request that it is about. */
      request?: string;
      /** Where a request was rejected: why, as a stable code. */
      reason?: string;
      /** Every field at fault, by JSON pointer (RFC 6901). */
      errors?: {
        in?: string;
        pointer?: string;
        detail?: string;
      }[];
    };
  };
};

/** It is closed, or there is nothing that could be tried. */
export type CaseUntreatable2 = {
  headers: Record<string, unknown>;
  content: {
    'application/problem+json': {
      /** A path of this API that explains the problem. */
      type: string;
      title: string;
      status: number;
      code: 'LP_API_CASE_UNTREATABLE';
      detail: string;
      /** Of the HTTP request, as the log has it. */
      requestId?: string;
      /** The address of the request that it is about. */
      request?: string;
      /** Where a request was rejected: why, as a stable code. */
      reason?: string;
      /** Every field at fault, by JSON pointer (RFC 6901). */
      errors?: {
        in?: string;
        pointer?: string;
        detail?: string;
      }[];
    };
  };
};

/** No such customer. */
export type NotFound7 = {
  headers: Record<string, unknown>;
  content: {
    'application/problem+json': {
      /** A path of this API that explains the problem. */
      type: string;
      title: string;
      status: number;
      code: 'LP_API_NOT_FOUND';
      detail: string;
      /** Of the HTTP request, as the log has it. */
      requestId?: string;
      /** The address of the request that it is about. */
      request?: string;
      /** Where a request was rejected: why, as a stable code. */
      reason?: string;
      /** Every field at fault, by JSON pointer (RFC 6901). */
      errors?: {
        in?: string;
        pointer?: string;
        detail?: string;
      }[];
    };
  };
};

/** Not as things stand. */
export type ErasureNotDone = {
  headers: Record<string, unknown>;
  content: {
    'application/problem+json': {
      /** A path of this API that explains the problem. */
      type: string;
      title: string;
      status: number;
      code: 'LP_API_ERASURE_NOT_DONE' | 'LP_API_ERASURE_BUSY';
      detail: string;
      /** Of the HTTP request, as the log has it. */
      requestId?: string;
      /** The address of the request that it is about. */
      request?: string;
      /** Where a request was rejected: why, as a stable code. */
      reason?: string;
      /** Every field at fault, by JSON pointer (RFC 6901). */
      errors?: {
        in?: string;
        pointer?: string;
        detail?: string;
      }[];
    };
  };
};

/** The registry does not answer. */
export type Unavailable3 = {
  headers: Record<string, unknown>;
  content: {
    'application/problem+json': {
      /** A path of this API that explains the problem. */
      type: string;
      title: string;
      status: number;
      code: 'LP_API_UNAVAILABLE';
      detail: string;
      /** Of the HTTP request, as the log has it. */
      requestId?: string;
      /** The address of the request that it is about. */
      request?: string;
      /** Where a request was rejected: why, as a stable code. */
      reason?: string;
      /** Every field at fault, by JSON pointer (RFC 6901). */
      errors?: {
        in?: string;
        pointer?: string;
        detail?: string;
      }[];
    };
  };
};

